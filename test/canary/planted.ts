/** Wrong on purpose, one fault for each tool: the type of `digits` for the compiler, the loose comparison for the linter. */
const digits: number = 'three';

export const hasThreeDigits = (count: number): boolean => count == digits;
