/** Rows of a name, a lane and its numbers, in groups under an axis: the numbers beside each lane say what it shows. */
import type { ComponentChildren } from 'preact';

export interface LaneRow {
  key: string;
  name: string;
  /** Beneath or beside the name, quiet: counts. */
  note?: string;
  /** The row that stands for all. */
  strong?: boolean;
  /** The row whose figures the other panels show. */
  chosen?: boolean;
  lane: ComponentChildren;
  value: string;
  interval?: string;
  extra?: string;
}

interface Props {
  label: string;
  /** Heads of the number's column and of a further one. */
  head: string;
  extraHead?: string;
  /** Left, middle and right end of the axis; none: lanes have no axis to read. */
  axis?: readonly [string, string, string];
  /** Numbers take more room. */
  wide?: boolean;
  groups: readonly { title?: string; rows: readonly LaneRow[] }[];
}

export function LaneTable({ label, head, extraHead, axis, groups, wide }: Props) {
  return (
    <table class={wide ? 'dm-lanes dm-lanes-wide' : 'dm-lanes'} aria-label={label}>
      <thead>
        <tr>
          <td />
          <td aria-hidden="true" class="dm-lane-axis">
            {axis ? (
              <span>
                {axis.map((tick) => (
                  <i key={tick}>{tick}</i>
                ))}
              </span>
            ) : null}
          </td>
          <th scope="col">{head}</th>
          {extraHead ? <th scope="col">{extraHead}</th> : null}
        </tr>
      </thead>
      {groups.map(({ title, rows }) => (
        <tbody key={title}>
          {title ? (
            <tr>
              <th scope="rowgroup" colSpan={extraHead ? 4 : 3} class="dm-lane-group">
                {title}
              </th>
            </tr>
          ) : null}
          {rows.map((row) => (
            <tr key={row.key} class={[row.strong && 'dm-strong', row.chosen && 'dm-chosen'].filter(Boolean).join(' ') || undefined}>
              <th scope="row" title={row.name}>
                {row.name} {row.note ? <span class="dm-quiet">{row.note}</span> : null}
              </th>
              <td class="dm-lane-cell">{row.lane}</td>
              <td class="dm-lane-value">
                <b>{row.value}</b> {row.interval ? <span class="dm-quiet">{row.interval}</span> : null}
              </td>
              {extraHead ? <td class="dm-lane-extra">{row.extra}</td> : null}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
