import { partNames, type PartName } from '../share/hidden.ts';

/** What every step leaves on the page: where one is, and what is happening. */
const always: readonly PartName[] = ['header', 'statement', 'timeline'];

/** All parts of the page but these and those that every step leaves. */
export const allBut = (...shown: PartName[]): PartName[] => partNames.filter((name) => ![...always, ...shown].includes(name));
