#include <git2.h>
#include <git2/odb_backend.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

// `git_libgit2_opts` takes a variable number of arguments, which Swift cannot pass.

// Switches libgit2's own check of who owns a repository on or off, for the whole process.
static inline int meshphase_set_owner_validation(int enabled) {
  return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, enabled);
}

// Names the extensions of the repository format that the caller can work with.
static inline int meshphase_set_extensions(const char **names, size_t count) {
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}

// Says where configuration files of a level are looked for; an empty path is nowhere.
static inline int meshphase_set_search_path(int level, const char *path) {
  return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

// Has everything written into a repository reach the disk before it gets its name.
static inline int meshphase_git_fsync(void) {
  return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
}
