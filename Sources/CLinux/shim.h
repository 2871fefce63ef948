// Linux calls that the C library declares only under _GNU_SOURCE, which Swift's Glibc module does not set.
#include <stddef.h>
#include <sys/types.h>

// See copy_file_range(2).
ssize_t copy_file_range(int source, off_t *source_offset, int target, off_t *target_offset, size_t length,
                        unsigned int flags);

// See getdents(2).
ssize_t getdents64(int folder, void *records, size_t size);

// See sched_getaffinity(2). A mask of 1024 cores is what glibc's cpu_set_t has.
typedef struct {
  unsigned long bits[1024 / (8 * sizeof(unsigned long))];
} autotag_core_set;
int autotag_cores(int process, size_t size, autotag_core_set *cores) __asm__("sched_getaffinity");
