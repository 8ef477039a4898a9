/** The page of a checked data set: what there is, then its views to look through, or its problems. */

import { useEffect, useState } from 'preact/hooks';
import { checkHeadline, type DataCheck } from '../../src/protocol/dataCheck';
import { usePassing } from '../shared/passing';
import { Body, type Previews, type Shown } from './body';
import type { HostLink } from './hostLink';
import { Overview } from './overview';

/** Long enough to be read. */
const SAID_MS = 4000;

export function DataCheckPage({ host }: { host: HostLink }) {
  const [shown, setShown] = useState<Shown>();
  const [unavailable, setUnavailable] = useState<{ project: string; message: string }>();
  const [looks, setLooks] = useState(() => host.kept());
  const [previews, setPreviews] = useState<Previews>({});
  const [said, setSaid] = usePassing(SAID_MS);
  /** A view that the host wants looked at; a new object each time, so that the same view is opened again. */
  const [wanted, setWanted] = useState<{ viewId: string }>();
  const project = unavailable?.project ?? shown?.check.project;

  useEffect(() => {
    const stop = host.listen((message) => {
      if (message.type === 'state') {
        setShown({ check: message.check, base: message.base });
        setUnavailable(undefined);
        setPreviews({});
        if (message.look !== undefined) setWanted({ viewId: message.look });
      } else if (message.type === 'unavailable') setUnavailable(message);
      else if (message.type === 'preview') setPreviews((all) => ({ ...all, [message.viewId]: { address: message.address } }));
      else if (message.type === 'noPreview') setPreviews((all) => ({ ...all, [message.viewId]: { message: message.message } }));
      else setSaid(message.message);
    });
    host.post({ type: 'ready' });
    return stop;
  }, [host]);

  // VS Code brings the page back by what is kept here.
  useEffect(() => {
    if (project !== undefined) host.keep({ project, looks });
  }, [host, project, looks]);

  if (unavailable)
    return (
      <main class="whole-page">
        <h1>No check to show</h1>
        <p>{unavailable.message}</p>
        <p class="actions">
          <button type="button" onClick={() => host.post({ type: 'check', again: false })}>
            Check the data set
          </button>
        </p>
      </main>
    );
  if (!shown) return <p class="whole-page quiet">Opening the check…</p>;
  return (
    <main>
      <Headline check={shown.check} host={host} />
      {shown.check.views.length > 0 ? <Overview counts={shown.check.counts} /> : null}
      <Body
        {...shown}
        {...{ host, previews, wanted }}
        tab={shown.check.views.length > 0 ? looks.tab : 'problems'}
        filter={looks.filter}
        onTab={(tab) => setLooks((was) => ({ ...was, tab }))}
        onFilter={(filter) => setLooks((was) => ({ ...was, filter }))}
      />
      <p class="said" role="status">
        {said}
      </p>
    </main>
  );
}

function Headline({ check, host }: { check: DataCheck; host: HostLink }) {
  const { errors, warnings, format, root, createdAt, reading } = check;
  const status = errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'good';
  return (
    <header class="headline">
      <div>
        <h1>
          <span class={`verdict verdict-${status}`} aria-hidden="true">
            {{ good: '✓', warning: '!', error: '✕' }[status]}
          </span>
          {checkHeadline(check)}
        </h1>
        <p class="quiet">
          {format ? `${format} in ` : ''}
          <span class="path">{root}</span>, checked {new Date(createdAt).toLocaleString()}
          {reading.kept > 0 ? `; ${reading.read} files read, ${reading.kept} unchanged since the check before` : ''}
        </p>
      </div>
      <p class="actions">
        <button type="button" title="Read files that have changed" onClick={() => host.post({ type: 'check', again: false })}>
          Check
        </button>
        <button type="button" class="secondary" title="Read every file" onClick={() => host.post({ type: 'check', again: true })}>
          Read all again
        </button>
      </p>
    </header>
  );
}
