/** The state between two steps, wherever it lies: arrays that were loaded, or what a run kept on its device. */
import { fetchKept, type Kept } from '../network/keepingSession';
import type { Device, Value } from '../network/session';
import type { State } from './engine';

export class HeldState {
  private values: Record<string, Value | Kept> = {};

  constructor(
    private readonly names: readonly string[],
    private readonly device: Device,
  ) {}

  /** Throws RangeError when a tensor is missing. */
  load(state: State): void {
    const loaded = Object.fromEntries(
      this.names.map((name) => {
        const data = state.get(name);
        if (!data) throw new RangeError(`The state has no tensor ${name}.`);
        return [name, { dims: [data.length], data } satisfies Value];
      }),
    );
    this.dispose();
    this.values = loaded;
  }

  feeds(names: readonly string[]): Record<string, Value | Kept> {
    return Object.fromEntries(names.map((name) => [name, this.values[name]]));
  }

  /** Puts some values in the place of the old ones, which are freed. */
  replace(values: Readonly<Record<string, Kept>>): void {
    const old = this.feeds(Object.keys(values));
    Object.assign(this.values, values);
    disposeAll(old);
  }

  async read(names: readonly string[] = this.names): Promise<Map<string, Float32Array>> {
    const away = new Map<string, Kept>();
    for (const name of names) {
      const value = this.values[name];
      if (isKept(value)) away.set(name, value);
    }
    const fetched = away.size > 0 ? await fetchKept(away, this.device) : new Map<string, Float32Array>();
    return new Map(names.map((name) => [name, fetched.get(name) ?? (this.values[name].data as Float32Array)]));
  }

  dispose(): void {
    disposeAll(this.values);
    this.values = {};
  }
}

export function disposeAll(values: Readonly<Record<string, Value | Kept>>): void {
  for (const value of Object.values(values)) if (isKept(value)) value.dispose();
}

function isKept(value: Value | Kept): value is Kept {
  return 'dispose' in value;
}
