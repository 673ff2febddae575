/** Ends of intervals, where a t-interval over few seeds goes on beyond what its number can be. */
import { cutOff } from '../../workers/measures/intervals.ts';
import type { Estimate } from '../../workers/measures/intervals.ts';

const isEstimate = (value: object): value is Estimate => 'value' in value && 'low' in value && 'high' in value;

/** Names of what is a difference of shares, and so between −1 and 1; all else that has an interval in a picture is a share. */
const differences = ['delta', 'gain'];

/** The data of a picture with every interval cut off at 0 and 1, that of a difference at −1 and 1. */
export function clipped<Data>(data: Data, name = ''): Data {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map((each: unknown) => clipped(each, name)) as Data;
  if (isEstimate(data)) return cutOff(data, differences.includes(name) ? -1 : 0, 1);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, clipped(value as unknown, key)])) as Data;
}
