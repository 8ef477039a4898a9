/** The figures of every epoch as a table a run: for those who do not see curves, and for copying. */
import type { RunHistory } from '../../src/protocol/runHistory';
import { Scrolls } from './scrolls';
import { figure } from './words';

export function EpochTables({ histories }: { histories: readonly RunHistory[] }) {
  const trained = histories.filter(({ epochs }) => epochs.length > 0);
  if (trained.length === 0) return null;
  return (
    <details>
      <summary>Every epoch as a table</summary>
      {trained.map((history) => (
        <EpochTable key={history.summary.run} history={history} />
      ))}
    </details>
  );
}

function EpochTable({ history: { summary, epochs } }: { history: RunHistory }) {
  const classes = Object.keys(epochs[0].holdout.auc);
  return (
    <Scrolls label={`Epochs of ${summary.run}`}>
      <table class="epochs">
        <caption>{summary.run}</caption>
        <thead>
          <tr>
            <th scope="col">Epoch</th>
            <th scope="col">Training loss</th>
            <th scope="col">Hold-out loss</th>
            <th scope="col">Training accuracy</th>
            <th scope="col">Hold-out accuracy</th>
            {classes.map((name) => (
              <th key={name} scope="col">
                AUC {name}
              </th>
            ))}
            <th scope="col">Learning rate</th>
            <th scope="col">Time</th>
            <th scope="col">Patches/s</th>
          </tr>
        </thead>
        <tbody>
          {epochs.map(({ epoch, train, holdout, learningRate, seconds, patchesPerSecond }) => (
            <tr key={epoch} class={epoch === summary.bestEpoch ? 'best-row' : undefined}>
              <th scope="row">
                {epoch}
                {epoch === summary.bestEpoch ? ' (best)' : ''}
              </th>
              <td>{figure(train.loss, 'number')}</td>
              <td>{figure(holdout.loss, 'number')}</td>
              <td>{figure(train.accuracy, 'share')}</td>
              <td>{figure(holdout.accuracy, 'share')}</td>
              {classes.map((name) => (
                <td key={name}>{figure(holdout.auc[name], 'number')}</td>
              ))}
              <td>{figure(learningRate, 'rate')}</td>
              <td>{figure(seconds, 'seconds')}</td>
              <td>{Math.round(patchesPerSecond)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  );
}
