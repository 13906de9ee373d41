/*
 * Plug-in of qemu-user (API of QEMU 7.2): counts the instructions that a program executes, each thread in a number of its own, in the
 * file that `counts=PATH` names, which another process reads at any time. Debian ships no header for it.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { THREADS = 512, NO_REGISTERS = 0 };

struct qemu_plugin_tb;
typedef void (*TranslateCallback)(uint64_t id, struct qemu_plugin_tb *block);
typedef void (*ExecuteCallback)(unsigned thread, void *data);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, TranslateCallback callback);
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *block, ExecuteCallback callback, int flags, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;
__attribute__((visibility("default"))) int qemu_plugin_install(uint64_t id, const void *info, int count, char **arguments);

static uint64_t *counts;

static void executed(unsigned thread, void *instructions)
{
  counts[thread % THREADS] += (uintptr_t)instructions;
}

static void translated(uint64_t id, struct qemu_plugin_tb *block)
{
  (void)id;
  qemu_plugin_register_vcpu_tb_exec_cb(block, executed, NO_REGISTERS, (void *)(uintptr_t)qemu_plugin_tb_n_insns(block));
}

int qemu_plugin_install(uint64_t id, const void *info, int count, char **arguments)
{
  (void)info;
  if (count != 1 || strncmp(arguments[0], "counts=", 7) != 0)
    return -1;
  int file = open(arguments[0] + 7, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, THREADS * sizeof *counts) < 0)
    return -1;
  counts = mmap(NULL, THREADS * sizeof *counts, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (counts == MAP_FAILED)
    return -1;
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  return 0;
}
