/** Buttons that copy or save a figure as a picture (SVG) and as a table (CSV); the files are those of the run's folder. */
import type { EvaluationFileName, FigureName, Level, TableName } from '../../src/protocol/evaluation';
import type { HostLink } from './hostLink';

interface Props {
  table: TableName;
  figure?: `${FigureName}-${Level}`;
  host: HostLink;
}

export function TakeButtons({ table, figure, host }: Props) {
  const files: [kind: string, file: EvaluationFileName][] = [['CSV', `${table}.csv`]];
  if (figure) files.unshift(['SVG', `${figure}.svg`]);
  if (table === 'summary') files.push(['Scores', 'scores.csv']);
  return (
    <span class="take">
      {files.map(([kind, file]) => (
        <span key={kind}>
          {kind}
          <button type="button" class="link" aria-label={`Copy ${file}`} onClick={() => host.post({ type: 'take', file, how: 'copy' })}>
            Copy
          </button>
          <button type="button" class="link" aria-label={`Save ${file}`} onClick={() => host.post({ type: 'take', file, how: 'save' })}>
            Save…
          </button>
        </span>
      ))}
    </span>
  );
}
