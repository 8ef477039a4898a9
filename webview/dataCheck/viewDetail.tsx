/** One view by itself: its picture with the outlines of its findings, its facts, its problems, and what can be done with its file. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type CheckedProblem, type CheckedView, type DataCheck, sideName } from '../../src/protocol/dataCheck';
import type { ViewCard } from '../../src/protocol/mining';
import { pictureAddress } from '../shared/pictureAddress';
import { type GreyWindow, WHOLE_RANGE } from '../shared/viewer/greyWindow';
import { MammogramViewer, VIEWER_ID } from '../shared/viewer/mammogramViewer';
import { percent, sentenceCase } from '../shared/wording';
import { ClassMark } from './classMark';
import { valueWords } from './filter';
import type { HostLink } from './hostLink';
import { ProblemItem } from './problemList';

interface Props {
  check: DataCheck;
  base: string;
  view: CheckedView;
  /** Address of the larger picture, or why there is none; the small one is shown until it comes. */
  preview?: { address?: string; message?: string };
  host: HostLink;
  /** `3 of 160`. */
  place: string;
  onStep(by: 1 | -1): void;
  onView(index: number): void;
  onFile(problem: CheckedProblem): void;
  onClose(): void;
}

export function ViewDetail({ check, base, view, preview, host, place, onStep, onView, onFile, onClose }: Props) {
  const [greys, setGreys] = useState<GreyWindow>(WHOLE_RANGE);
  const [outlines, setOutlines] = useState(true);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    document.getElementById(VIEWER_ID)?.focus();
    return () => current?.close();
  }, []);
  // The picture that had the focus is gone with a view that has none: keys are still the dialog's.
  useLayoutEffect(() => {
    if (!dialog.current?.contains(document.activeElement)) dialog.current?.focus();
  }, [view.viewId]);
  const source = preview?.address ?? (view.thumbnail && pictureAddress(base, view.thumbnail));
  const file = `${check.root}/${view.file}`;
  const onKeyDown = (event: KeyboardEvent): void => {
    const typing = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox';
    if (event.defaultPrevented || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowRight' || event.key === 'ArrowDown') onStep(1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') onStep(-1);
    else if (event.key.toLowerCase() === 'o') setOutlines(!outlines);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      class="detail"
      tabIndex={-1}
      aria-label={view.viewId}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header class="detail-head">
        <h2 title={view.viewId}>{view.viewId}</h2>
        <span class="quiet">{place}</span>
        <button type="button" class="secondary" aria-label="Previous view" title="Previous view (←)" onClick={() => onStep(-1)}>
          ←
        </button>
        <button type="button" class="secondary" aria-label="Next view" title="Next view (→)" onClick={() => onStep(1)}>
          →
        </button>
        <button type="button" class="secondary close" title="Close (Esc)" onClick={onClose}>
          Close
        </button>
      </header>
      <div class="detail-body">
        <div class="detail-picture">
          {source ? (
            <MammogramViewer
              view={cardOf(view, source)}
              source={source}
              target={targetOf(view)}
              outlines={outlines}
              greys={greys}
              onGreys={setGreys}
            />
          ) : (
            <p class="view-missing">There is no picture: the file could not be read.</p>
          )}
          {preview?.message && source ? <p class="quiet">{preview.message}</p> : null}
          {source && !preview ? <p class="quiet">Reading the picture at its full size…</p> : null}
          {view.findings.length > 0 ? (
            <label class="outline-choice">
              <input type="checkbox" checked={outlines} onChange={(event) => setOutlines(event.currentTarget.checked)} /> Outlines of
              findings <kbd>O</kbd>
            </label>
          ) : null}
        </div>
        <div class="detail-facts">
          <Facts view={view} />
          <p class="actions">
            {source ? (
              <button type="button" onClick={() => host.post({ type: 'explain', viewId: view.viewId })}>
                Explain this view
              </button>
            ) : null}
            <button type="button" class="secondary" onClick={() => host.post({ type: 'open', file })}>
              Open file
            </button>
            <button type="button" class="secondary" onClick={() => host.post({ type: 'reveal', file })}>
              Reveal in explorer
            </button>
            <button type="button" class="secondary" onClick={() => host.post({ type: 'copy', text: view.viewId })}>
              Copy id
            </button>
          </p>
          {view.problems.length > 0 ? (
            <ul class="detail-problems" aria-label="Problems of this view">
              {view.problems.map((index) => (
                <ProblemItem key={index} problem={check.problems[index]} {...{ check, onView, onFile }} />
              ))}
            </ul>
          ) : (
            <p class="good">✓ Nothing is wrong with this view.</p>
          )}
        </div>
      </div>
    </dialog>
  );
}

function Facts({ view }: { view: CheckedView }) {
  const { width, height, bits, microns, greys, tissue, findings } = view;
  const size = microns ? `, ${((width * microns) / 1e4).toFixed(1)} x ${((height * microns) / 1e4).toFixed(1)} cm` : '';
  const facts: [string, string | undefined][] = [
    ['Case', view.caseId],
    ['Part', valueWords('part', view.part ?? 'none')],
    ['View', valueWords('side', sideName(view))],
    ['Size', `${width} x ${height} pixels${size}`],
    ['Depth', `${bits} bits`],
    ['Spacing', microns ? `${microns} µm` : undefined],
    ['Scanner', view.scanner],
    ['Format', view.format],
    ['Greys', greys && `${greys.low} to ${greys.high}, half up to ${greys.median}`],
    ['Breast', tissue === undefined ? undefined : `${percent(tissue)} of the picture`],
    ['File', view.file],
  ];
  return (
    <dl class="facts">
      <dt>Class</dt>
      <dd>
        <ClassMark name={view.className} />
      </dd>
      {facts.map(([name, value]) =>
        value ? (
          <>
            <dt key={name}>{name}</dt>
            <dd key={`${name} value`}>{value}</dd>
          </>
        ) : null,
      )}
      <dt>Findings</dt>
      <dd>
        {findings.length === 0 ? 'none outlined' : null}
        {findings.map((f, i) => (
          <p key={i}>
            <ClassMark name={f.className} /> {sentenceCase(f.kinds.join(' and '))}
            {f.assessment === undefined ? '' : `, BI-RADS ${f.assessment}`}
          </p>
        ))}
      </dd>
    </dl>
  );
}

function cardOf(view: CheckedView, preview: string): ViewCard {
  const { viewId, caseId, laterality, projection, width, height, className, findings } = view;
  const outlines = findings.map((f) => ({ className: f.className, points: f.outline }));
  return { viewId, caseId, laterality, projection, width, height, preview, label: className, outlines };
}

/** The square around the first finding. */
function targetOf({ findings }: CheckedView): { square: { x: number; y: number; size: number }; name: string } | undefined {
  const points = findings[0]?.outline ?? [];
  if (points.length < 6) return undefined;
  const xs = points.filter((_, i) => i % 2 === 0);
  const ys = points.filter((_, i) => i % 2 === 1);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const size = Math.max(1, Math.max(...xs) - left, Math.max(...ys) - top);
  return { square: { x: left, y: top, size }, name: 'Finding' };
}
