// The floor: every file of SITE read and written to OUT, nothing looked at. One thread.
#define _GNU_SOURCE
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static size_t site_length;
static const char *out;
static char *buffer;
static size_t capacity;

static int visit(const char *path, const struct stat *status, int kind, struct FTW *where) {
  char target[8192];
  (void)where;
  snprintf(target, sizeof target, "%s%s", out, path + site_length);
  if (kind == FTW_D) return mkdir(target, 0777) && access(target, W_OK);
  if (kind != FTW_F) return 0;
  int source = open(path, O_RDONLY);
  if ((size_t)status->st_size > capacity) {
    capacity = (size_t)status->st_size * 2;
    buffer = realloc(buffer, capacity);
  }
  ssize_t length = read(source, buffer, (size_t)status->st_size);
  close(source);
  int copy = open(target, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  int wrong = write(copy, buffer, (size_t)length) != length;
  close(copy);
  return wrong;
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  site_length = strlen(arguments[1]);
  out = arguments[2];
  return nftw(arguments[1], visit, 64, FTW_PHYS);
}
