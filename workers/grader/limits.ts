/** What one program may use. Memory and stack in bytes. */
export const limits = {
  memory: 4 << 20,
  stack: 64 << 10,
  /**
   * Instruction budget, in interrupts: QuickJS asks once in 10,000 loop turns and calls. The count lives in guest memory and is put
   * back with it, so the same program is stopped at the same instruction every time.
   */
  interrupts: (calls: number): number => 16 + 2 * calls,
} as const;
