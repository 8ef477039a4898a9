/** The results of a survey, for reading: conflicts first, then how much is named, how far experts agree, what it took, and every answer. */
import { useEffect, useState } from 'preact/hooks';
import { RESEARCH_NOTICE } from '../../src/protocol/explanation';
import type { SurveyResults } from '../../src/protocol/surveyResults';
import type { HostToSurveyResults } from '../../src/protocol/surveyResultsPage';
import type { UnitId } from '../../src/protocol/unit';
import { AgreementPlot } from './agreementPlot';
import { ClassFigures } from './classFigures';
import { Conflicts } from './conflicts';
import type { HostLink } from './hostLink';
import { Matrix } from './matrix';
import { TimeFigures } from './timeFigures';

type Unavailable = Extract<HostToSurveyResults, { type: 'unavailable' }>;

export function SurveyResultsPage({ host }: { host: HostLink }) {
  const [results, setResults] = useState<SurveyResults>();
  const [unavailable, setUnavailable] = useState<Unavailable>();
  const [failed, setFailed] = useState('');

  useEffect(() => {
    const stop = host.listen((message) => {
      setFailed(message.type === 'failed' ? message.message : '');
      if (message.type === 'failed') return;
      setUnavailable(message.type === 'unavailable' ? message : undefined);
      if (message.type === 'state') setResults(message.results);
      // VS Code brings the page back by what is kept here.
      host.keep({ project: message.project, run: message.type === 'state' ? message.results.run : message.run });
    });
    host.post({ type: 'ready' });
    return stop;
  }, [host]);

  const open = (unit?: UnitId, deciding?: boolean): void => host.post({ type: 'open', unit, deciding });
  if (unavailable)
    return (
      <main class="whole-page">
        <h1>No results to show</h1>
        <p>{unavailable.message}</p>
      </main>
    );
  if (!results) return <p class="whole-page quiet">Opening the results…</p>;
  return (
    <main>
      <Headline results={results} host={host} />
      {failed ? (
        <p class="failed" role="alert">
          {failed}
        </p>
      ) : null}
      <Conflicts conflicts={results.conflicts} onOpen={open} />
      <Problems results={results} />
      <div class="body">
        <div class="panels">
          <ClassFigures classes={results.classes} />
          {results.experts.length > 0 ? (
            <>
              <AgreementPlot agreement={results.agreement} />
              <TimeFigures experts={results.experts} time={results.time} />
            </>
          ) : (
            <section>
              <p>Nobody has answered yet.</p>
              <button type="button" onClick={() => open()}>
                Annotate Units
              </button>
            </section>
          )}
        </div>
        <Matrix units={results.units} experts={results.experts} decided={results.decided} onOpen={open} />
      </div>
      <footer class="quiet">{RESEARCH_NOTICE}</footer>
    </main>
  );
}

function Headline({ results, host }: { results: SurveyResults; host: HostLink }) {
  const { named, decided, experts, run, checkpoint, network, mining } = results;
  const parts = [
    experts.length > 0 ? `by at least one of ${experts.length} ${experts.length === 1 ? 'expert' : 'experts'}` : 'by nobody yet',
    ...named.atLeast.slice(1, 3).map((units, i) => `${units} by ${i + 2} or more`),
    ...(named.byPersons === undefined ? [] : [`${named.byPersons} by persons`]),
    ...(decided.units > 0 ? [`${decided.units} decided`] : []),
  ];
  return (
    <header class="headline">
      <div>
        <h1>
          {named.units} of {named.of} named
        </h1>
        <p>{parts.join(', ')}</p>
        <p class="quiet" title={`network ${network}\nmining ${mining}`}>
          Survey of {run}, {checkpoint}
        </p>
      </div>
      <div class="actions">
        <button type="button" class="secondary" onClick={() => host.post({ type: 'export' })} disabled={experts.length === 0}>
          Export CSV…
        </button>
        <button type="button" class="secondary" onClick={() => host.post({ type: 'import' })}>
          Import…
        </button>
      </div>
    </header>
  );
}

/** What does not count, and why. */
function Problems({ results: { problems, notMined } }: { results: SurveyResults }) {
  const lines = [...problems, ...(notMined > 0 ? [`${notMined} answers are to units that were not mined: they count nowhere here.`] : [])];
  if (lines.length === 0) return null;
  return (
    <ul class="problems" aria-label="What does not count">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
