/** The sides of a run, on the backend that it measures. Those that cannot start stay, to say why. */
import { CannotRun } from './side.ts';
import type { Side } from './side.ts';
import { ourSides } from './ours.ts';
import { stockSide } from './stock.ts';
import { stockOnWasm } from './stockOnWasm.ts';

type Backend = 'webgpu' | 'wasm';

/** Loads a side, or throws {@link CannotRun} with the reason. */
export type LoadSide = (backend: Backend) => Promise<Side>;

function absent(name: string, error: unknown): Side {
  const refuse = (): never => {
    throw new CannotRun(error instanceof Error ? error.message : String(error));
  };
  return { name, note: '', sameModel: true, trainer: refuse, decoder: refuse };
}

/**
 * @param names only these, and whatever begins with one of them and a comma; empty for all
 * @param peers sides that only some environments can load, by name; they are loaded only when they are wanted
 */
export async function sidesFor(backend: Backend, names: readonly string[], peers: Record<string, LoadSide>): Promise<Side[]> {
  const wanted = (name: string): boolean => names.length === 0 || names.some((one) => name === one || name.startsWith(`${one},`));
  const sides = backend === 'wasm' ? stockOnWasm(ourSides(backend), stockSide) : [...ourSides(backend), stockSide];
  for (const [name, load] of Object.entries(peers)) {
    if (wanted(name)) sides.push(await load(backend).catch((error: unknown) => absent(name, error)));
  }
  return sides.filter(({ name }) => wanted(name));
}
