/* Makes one call on files below a folder fail, for tests; loaded with LD_PRELOAD.
 *
 *   FAULT_FOLDER   the folder, with its links resolved
 *   FAULT_AT       which of the counted calls fails, from 1
 *   FAULT_ERRNO    the error that it gives, as a number
 *   FAULT_LASTS    when set, only calls that write are counted, and all from that one on fail:
 *                  a disk that is full stays full
 *   FAULT_REPORT   a file that is written when it does: the name of the call and the path
 *
 * Counted are the calls that make, open, write, close, sync, rename and remove files. The others,
 * and calls on other paths, go on as they are.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static long calls;

static long number(const char *name) {
  const char *text = getenv(name);
  return text ? strtol(text, NULL, 10) : 0;
}

static int is_below(const char *path) {
  const char *folder = getenv("FAULT_FOLDER");
  size_t count = folder ? strlen(folder) : 0;
  return count > 0 && strncmp(path, folder, count) == 0 &&
         (path[count] == '/' || path[count] == '\0');
}

/* Writes what failed; without the calls that are counted. */
static void report(const char *call, const char *path) {
  const char *name = getenv("FAULT_REPORT");
  char text[PATH_MAX + 64];
  int count = snprintf(text, sizeof text, "%s %s\n", call, path);
  long file = name ? syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
  if (file < 0 || syscall(SYS_write, file, text, (size_t)count) != count) abort();
  syscall(SYS_close, file);
}

/* Whether a call takes no space: it gives some back, or reads. */
static int takes_nothing(const char *call) {
  return !strcmp(call, "close") || !strcmp(call, "unlink") || !strcmp(call, "rmdir") ||
         !strcmp(call, "read");
}

/* Counts a call on an absolute path; whether it must fail. */
static int fails_at(const char *call, const char *path) {
  int lasts = getenv("FAULT_LASTS") != NULL;
  if (!is_below(path) || (lasts && takes_nothing(call))) return 0;
  long at = number("FAULT_AT"), now = ++calls;
  if (lasts ? now < at : now != at) return 0;
  report(call, path);
  errno = (int)number("FAULT_ERRNO");
  return 1;
}

/* The same for a path as programs give it. */
static int fails(const char *call, const char *path) {
  char whole[2 * PATH_MAX];
  if (path == NULL || path[0] == '/') return path != NULL && fails_at(call, path);
  if (syscall(SYS_getcwd, whole, PATH_MAX) < 0) return 0;
  strcat(strcat(whole, "/"), path);
  return fails_at(call, whole);
}

/* The same for an open file. */
static int fails_file(const char *call, int file) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  long count = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  if (count < 0) return 0;
  path[count] = '\0';
  return fails_at(call, path);
}

/* The function of this name that would have been called without this library. */
#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

static int mode_of(int flags, va_list rest) {
  return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;
}

/* What opening a file is called, by what it is opened for. */
static const char *opening(int flags) { return flags & (O_ACCMODE | O_CREAT) ? "open" : "read"; }

#define OPEN(name)                                              \
  int name(const char *path, int flags, ...) {                  \
    va_list rest;                                               \
    va_start(rest, flags);                                      \
    int mode = mode_of(flags, rest);                            \
    va_end(rest);                                               \
    if (fails(opening(flags), path)) return -1;                 \
    return NEXT(int (*)(const char *, int, ...), #name)(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                            \
  int name(int folder, const char *path, int flags, ...) {      \
    va_list rest;                                               \
    va_start(rest, flags);                                      \
    int mode = mode_of(flags, rest);                            \
    va_end(rest);                                               \
    if (fails(opening(flags), path)) return -1;                 \
    return NEXT(int (*)(int, const char *, int, ...), #name)(folder, path, flags, mode); \
  }
OPENAT(openat)
OPENAT(openat64)

/* What _FORTIFY_SOURCE makes of the calls above where they have no mode. */
#define OPEN_2(name)                                            \
  int name(const char *path, int flags) {                       \
    if (fails(opening(flags), path)) return -1;                 \
    return NEXT(int (*)(const char *, int), #name)(path, flags); \
  }
OPEN_2(__open_2)
OPEN_2(__open64_2)

#define CREATE(name)                                            \
  int name(const char *path, mode_t mode) {                     \
    if (fails("creat", path)) return -1;                        \
    return NEXT(int (*)(const char *, mode_t), #name)(path, mode); \
  }
CREATE(creat)
CREATE(creat64)

#define MAKE_TEMPORARY(name)                                    \
  int name(char *path) {                                        \
    if (fails("mkstemp", path)) return -1;                      \
    return NEXT(int (*)(char *), #name)(path);                  \
  }
MAKE_TEMPORARY(mkstemp)
MAKE_TEMPORARY(mkstemp64)

ssize_t write(int file, const void *bytes, size_t count) {
  if (fails_file("write", file)) return -1;
  return NEXT(ssize_t (*)(int, const void *, size_t), "write")(file, bytes, count);
}

#define PWRITE(name, offset_type)                               \
  ssize_t name(int file, const void *bytes, size_t count, offset_type offset) { \
    if (fails_file("pwrite", file)) return -1;                  \
    return NEXT(ssize_t (*)(int, const void *, size_t, offset_type), #name)(file, bytes, count, offset); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int file, const struct iovec *pieces, int count) {
  if (fails_file("writev", file)) return -1;
  return NEXT(ssize_t (*)(int, const struct iovec *, int), "writev")(file, pieces, count);
}

#define ON_FILE(name)                                           \
  int name(int file) {                                          \
    if (fails_file(#name, file)) return -1;                     \
    return NEXT(int (*)(int), #name)(file);                     \
  }
ON_FILE(fsync)
ON_FILE(fdatasync)

/* A close that fails has closed the file all the same, on Linux. */
int close(int file) {
  int failed = fails_file("close", file), error = errno;
  int status = NEXT(int (*)(int), "close")(file);
  if (!failed) return status;
  errno = error;
  return -1;
}

#define TRUNCATE(name, offset_type)                             \
  int name(int file, offset_type size) {                        \
    if (fails_file("ftruncate", file)) return -1;               \
    return NEXT(int (*)(int, offset_type), #name)(file, size);  \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define TO_PATH(name)                                           \
  int name(const char *from, const char *to) {                  \
    if (fails(#name, to)) return -1;                            \
    return NEXT(int (*)(const char *, const char *), #name)(from, to); \
  }
TO_PATH(link)
TO_PATH(rename)

#define ON_PATH(name)                                           \
  int name(const char *path) {                                  \
    if (fails(#name, path)) return -1;                          \
    return NEXT(int (*)(const char *), #name)(path);            \
  }
ON_PATH(unlink)
ON_PATH(rmdir)

int mkdir(const char *path, mode_t mode) {
  if (fails("mkdir", path)) return -1;
  return NEXT(int (*)(const char *, mode_t), "mkdir")(path, mode);
}
