/** The page of a study's results: its answer, figures and cases, and buttons to take them along. */

import { useEffect, useState } from 'preact/hooks';
import type { StudyScore } from '../../src/protocol/study';
import type { HostToStudyResults } from '../../src/protocol/studyResultsPage';
import { usePassing } from '../shared/passing';
import { CaseList } from '../shared/study/caseList';
import { studyProblem } from '../shared/study/shape';
import { StudyView } from '../shared/study/studyView';
import type { HostLink } from './hostLink';

type Unavailable = Extract<HostToStudyResults, { type: 'unavailable' }>;

/** Long enough to be read; it lies over the figures. */
const SAID_MS = 6000;

export function StudyResultsPage({ host }: { host: HostLink }) {
  const [shown, setShown] = useState<{ project: string; score: StudyScore }>();
  const [unavailable, setUnavailable] = useState<Unavailable>();
  const [looks, setLooks] = useState(() => host.kept());
  const [failed, setFailed] = useState('');
  const [said, setSaid] = usePassing(SAID_MS);

  useEffect(() => {
    const stop = host.listen((message) => {
      setFailed(message.type === 'failed' ? message.message : '');
      if (message.type === 'exported') setSaid(`Saved ${message.files.join(', ')}.`);
      if (message.type === 'state') setShown({ project: message.project, score: message.score });
      if (message.type === 'state' || message.type === 'unavailable') setUnavailable(message.type === 'unavailable' ? message : undefined);
    });
    host.post({ type: 'ready' });
    return stop;
  }, [host]);

  // VS Code brings the page back by what is kept here.
  const project = unavailable?.project ?? shown?.project;
  const study = unavailable?.study ?? shown?.score.name;
  useEffect(() => {
    if (project !== undefined && study !== undefined) host.keep({ project, study, looks });
  }, [host, project, study, looks]);

  const refresh = () => host.post({ type: 'refresh' });
  if (unavailable) return <Nothing message={unavailable.message} onRefresh={refresh} />;
  if (!shown) return <p class="whole-page quiet">Scoring the study…</p>;
  const damage = studyProblem(shown.score);
  if (damage) return <Nothing message={`The score is damaged: ${damage}.`} onRefresh={refresh} />;
  const nobody = shown.score.figures.every((f) => f.answered === 0);
  return (
    <main>
      {failed ? (
        <p class="failed" role="alert">
          {failed}
        </p>
      ) : null}
      <StudyView
        score={shown.score}
        looks={looks}
        onLooks={setLooks}
        cases={(list) => (
          <>
            <h3>Cases</h3>
            <CaseList {...list} />
          </>
        )}
        actions={
          <div class="actions">
            {(['csv', 'json'] as const).map((format) => (
              <button key={format} type="button" class="secondary" disabled={nobody} onClick={() => host.post({ type: 'export', format })}>
                Export {format.toUpperCase()}…
              </button>
            ))}
            <button type="button" class="secondary" onClick={refresh}>
              Refresh
            </button>
          </div>
        }
      />
      <p class="said" role="status">
        {said}
      </p>
    </main>
  );
}

function Nothing({ message, onRefresh }: { message: string; onRefresh(): void }) {
  return (
    <main class="whole-page">
      <h1>No results to show</h1>
      <p>{message}</p>
      <p class="actions">
        <button type="button" onClick={onRefresh}>
          Try again
        </button>
      </p>
    </main>
  );
}
