/** The page of a run, live, or of several that are compared: how each stands, curves by epoch, settings, warnings. */

import { useEffect, useState } from 'preact/hooks';
import type { HostToRun, RunPlace, ShownRuns } from '../../src/protocol/runPage';
import type { Progress } from '../../src/protocol/task';
import { usePassing } from '../shared/passing';
import { Curves } from './curvesView';
import { EpochTables } from './epochTables';
import type { HostLink } from './hostLink';
import { RunCard } from './runCard';
import { SettingsTable } from './settingsTable';
import { Warnings } from './warnings';

type Unavailable = Extract<HostToRun, { type: 'unavailable' }>;
/** By the place of a run. */
export type Live = Record<string, { progress?: Progress; stopping: boolean }>;

const placeKey = ({ project, run }: RunPlace): string => `${run}\n${project}`;

/** Long enough to be read. */
const SAID_MS = 6000;

export function RunPage({ host }: { host: HostLink }) {
  const [shown, setShown] = useState<ShownRuns>();
  const [unavailable, setUnavailable] = useState<Unavailable>();
  const [live, setLive] = useState<Live>({});
  const [looks, setLooks] = useState(() => host.kept());
  const [said, setSaid] = usePassing(SAID_MS);

  useEffect(() => {
    const stop = host.listen((message) => {
      if (message.type === 'state') {
        setShown(message.shown);
        setUnavailable(undefined);
        // What was said of a run that has ended since is past.
        const { histories, runs } = message.shown;
        const going = new Set(runs.filter((_, i) => histories[i].summary.status === 'running').map(placeKey));
        setLive((was) => Object.fromEntries(Object.entries(was).filter(([place]) => going.has(place))));
      } else if (message.type === 'unavailable') setUnavailable(message);
      else if (message.type === 'progress')
        setLive((was) => ({ ...was, [placeKey(message)]: { progress: message.progress, stopping: message.stopping } }));
      else setSaid(message.message);
    });
    host.post({ type: 'ready' });
    return stop;
  }, [host]);

  // VS Code brings the page back by what is kept here.
  const runs = JSON.stringify(unavailable?.runs ?? shown?.runs ?? []);
  useEffect(() => {
    const places = JSON.parse(runs) as RunPlace[];
    if (places.length > 0) host.keep({ project: places[0].project, runs: places, looks });
  }, [host, runs, looks]);

  if (unavailable)
    return (
      <main class="whole-page">
        <h1>No run to show</h1>
        <p>{unavailable.message}</p>
      </main>
    );
  if (!shown) return <p class="whole-page quiet">Opening the run…</p>;
  const { histories, gone } = shown;
  const several = histories.length > 1;
  return (
    <main class="dm-evaluation">
      {several ? <h1>{histories.length} runs compared</h1> : null}
      {gone.length > 0 ? (
        <p class="dm-warning" role="note">
          {gone.join(', ')} {gone.length === 1 ? 'is' : 'are'} not there any more.
        </p>
      ) : null}
      <div class={several ? 'cards' : 'cards alone'}>
        {histories.map((history, run) => (
          <RunCard key={history.summary.run} {...{ history, run, several, host }} live={live[placeKey(shown.runs[run])]} />
        ))}
      </div>
      <Curves histories={histories} aucOf={looks.aucOf} onAucOf={(aucOf) => setLooks({ aucOf })} />
      <Warnings histories={histories} onLog={(run) => host.post({ type: 'openLog', run })} />
      <SettingsTable histories={histories} />
      <EpochTables histories={histories} />
      <p class="said" role="status">
        {said}
      </p>
    </main>
  );
}
