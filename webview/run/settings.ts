/** Settings of runs side by side. */
import type { RunHistory } from '../../src/protocol/runHistory';

export interface SettingRow {
  name: string;
  /** By run; absent where a run, of another version, has no such setting. */
  values: (string | undefined)[];
  differs: boolean;
}

/** Every setting of any of the runs, in the order of the first that has it. */
export function settingRows(histories: readonly Pick<RunHistory, 'settings'>[]): SettingRow[] {
  const names = new Set(histories.flatMap(({ settings }) => Object.keys(settings)));
  return [...names].map((name) => {
    const values = histories.map(({ settings }) => settings[name]);
    return { name, values, differs: values.some((value) => value !== values[0]) };
  });
}
