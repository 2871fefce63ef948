// Runs a command and prints on standard error its wall time in seconds, its peak memory in KiB, its status and its
// processor time in seconds.
// A small program of its own, because Linux counts the memory of whoever starts a command towards its peak.
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int count, char **arguments) {
  if (count < 3) return 2;
  // The first N of the cores that this process may use.
  cpu_set_t all, some;
  CPU_ZERO(&some);
  sched_getaffinity(0, sizeof all, &all);
  for (int core = 0, taken = 0; core < CPU_SETSIZE && taken < atoi(arguments[1]); core++)
    if (CPU_ISSET(core, &all)) CPU_SET(core, &some), taken++;
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  pid_t child = fork();
  if (child == 0) {
    sched_setaffinity(0, sizeof some, &some);
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, 1);
    execvp(arguments[2], arguments + 2);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) != child) return 2;
  clock_gettime(CLOCK_MONOTONIC, &end);
  double seconds = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
  double processor = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                     (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  fprintf(stderr, "%f %ld %d %f\n", seconds, usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : -1, processor);
  return 0;
}
