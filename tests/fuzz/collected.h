/*
 * What must hold after collect(), whatever was handed in.
 */
#ifndef PROCTOR_TESTS_FUZZ_COLLECTED_H
#define PROCTOR_TESTS_FUZZ_COLLECTED_H

/*
 * Collects `path`, which lies in fuzz_folder(), into a results folder there, and checks:
 *   - it is taken, or refused as bad input with one sentence; never our own fault;
 *   - refused: neither the tree nor its lines are there;
 *   - taken: the lines name exactly the files that are in the tree, each a regular
 *     file of that size under a safe name, within every cap;
 *   - nothing but the results folder was added to fuzz_folder().
 * Both folders' contents are removed again.
 */
void collected_check(const char *path);

#endif
