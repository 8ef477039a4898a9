/** A matrix of counts: a row what is so, a column what was said of it, shaded by the share of the row. */
import { percents } from './words';

interface Props {
  /** Heading of the rows' names. */
  corner: string;
  columns: readonly string[];
  rows: readonly { name: string; counts: readonly number[] }[];
}

/** Cells on the diagonal, where both are the same, are framed. */
export function CountMatrix({ corner, columns, rows }: Props) {
  return (
    <table class="dm-confusion">
      <thead>
        <tr>
          <th scope="col">{corner}</th>
          {columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, counts }, row) => {
          const all = counts.reduce((sum, count) => sum + count, 0);
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              {counts.map((count, column) => (
                <td
                  key={columns[column]}
                  class={row === column ? 'dm-right' : undefined}
                  style={{ '--share': `${all > 0 ? Math.round((36 * count) / all) : 0}%` }}
                >
                  {count}
                  <small>{all > 0 ? percents(count / all) : 'none'}</small>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
