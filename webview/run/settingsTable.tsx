/** Settings of the runs: in a comparison those that differ stand first, side by side. */
import type { RunHistory } from '../../src/protocol/runHistory';
import { Scrolls } from './scrolls';
import { type SettingRow, settingRows } from './settings';
import { COLOURS, letterOf } from './words';

export function SettingsTable({ histories }: { histories: readonly RunHistory[] }) {
  const rows = settingRows(histories);
  const names = histories.map(({ summary }) => summary.run);
  if (histories.length === 1)
    return (
      <details>
        <summary>Settings</summary>
        <Rows caption={`Settings of ${names[0]}`} {...{ rows, names }} />
      </details>
    );
  const different = rows.filter(({ differs }) => differs);
  const same = rows.filter(({ differs }) => !differs);
  return (
    <section class="settings" aria-label="Settings">
      <h2>{different.length === 0 ? 'All settings are the same' : 'Settings that differ'}</h2>
      {different.length > 0 ? <Rows caption="Settings that differ" rows={different} names={names} /> : null}
      {same.length > 0 ? (
        <details>
          <summary>{same.length} settings that all have in common</summary>
          <Rows
            caption="Settings in common"
            rows={same.map(({ name, values }) => ({ name, values: values.slice(0, 1), differs: false }))}
            names={['All']}
          />
        </details>
      ) : null}
    </section>
  );
}

function Rows({ caption, rows, names }: { caption: string; rows: readonly SettingRow[]; names: readonly string[] }) {
  return (
    <Scrolls label={caption}>
      <table>
        <caption class="heard-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Setting</th>
            {names.map((name, run) => (
              <th key={name} scope="col" class={`colour-${run % COLOURS}`}>
                {names.length > 1 ? <b class="tag">{letterOf(run)}</b> : null} {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, values }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, run) => (
                <td key={names[run]}>{value ?? <span class="quiet">none</span>}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  );
}
