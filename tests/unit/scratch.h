/*
 * A folder for the files of one test, and files written with one call.
 */
#ifndef PROCTOR_TESTS_SCRATCH_H
#define PROCTOR_TESTS_SCRATCH_H

#define cleanup_scratch __attribute__((cleanup(scratch_remove)))

/* A fresh empty folder; removed with all in it by scratch_remove(). */
char *scratch_make(void);
void scratch_remove(char **folder);

/* Writes FOLDER/NAME, making folders as needed; its path (caller frees). */
char *scratch_write(const char *folder, const char *name, const char *text);

#endif
