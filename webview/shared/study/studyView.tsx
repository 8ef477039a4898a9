/** What a study came to: the answer in a sentence, then its figures, then its cases; on the page and in notebooks. */
import type { ComponentChildren } from 'preact';
import type { StudyCondition, StudyFigures, StudyScore } from '../../../src/protocol/study';
import { CONDITION_NAMES, choicesWords, readersOf, resultAnswers, resultNotes } from '../../../src/protocol/studyWords';
import { Segments } from '../evaluation/segments';
import { AccuracyFigure } from './accuracyFigure';
import { AgreementFigure } from './agreementFigure';
import { CallsFigure } from './callsFigure';
import type { CaseListProps } from './caseList';
import { GroupsFigure } from './groupsFigure';
import type { StudyLooks } from './looks';
import { PairedFigure } from './pairedFigure';
import { PowerTable } from './powerTable';
import { RocFigure } from './rocFigure';
import { TimeFigure } from './timeFigure';

interface Props {
  score: StudyScore;
  looks: StudyLooks;
  onLooks(looks: StudyLooks): void;
  /** Buttons of the page. */
  actions?: ComponentChildren;
  /** Draws the list of cases beneath the figures. */
  cases(list: CaseListProps): ComponentChildren;
}

export function StudyView({ score, looks, onLooks, actions, cases }: Props) {
  const { figures, warnings } = score;
  const conditions = [...new Set(figures.map((f) => f.condition))];
  const chosen = chosenFigures(figures, looks);
  return (
    <article class="dm-evaluation dm-study" aria-label={`Results of the study ${score.name}`}>
      <header>
        <div class="dm-study-head">
          <h2>{score.name}</h2>
          {actions}
        </div>
        <p class="dm-source">
          {choicesWords(score).map((words) => (
            <span key={words}>{words}</span>
          ))}
        </p>
        {resultAnswers(score).map(({ said, power }) => (
          <div key={said} class="dm-answer">
            <p>{said}</p>
            {power ? <p class="dm-quiet">{power}</p> : null}
          </div>
        ))}
      </header>
      <Lines kind="dm-warning" label="Warnings" lines={warnings} />
      <Lines kind="dm-notes" label="How to read this" lines={resultNotes(score)} />
      {chosen ? (
        <>
          <Choices score={score} conditions={conditions} chosen={chosen} onLooks={(change) => onLooks({ ...looks, ...change })} />
          <Figures score={score} conditions={conditions} chosen={chosen} />
        </>
      ) : null}
      {chosen ? null : (
        <div class="dm-study-panels">
          <Panel title="What a number of answers can show">
            <PowerTable power={score.power} own={[]} />
          </Panel>
        </div>
      )}
      {chosen && score.cases.length > 0 ? (
        <section class="dm-case-panel" aria-label="Cases">
          {cases({ score, filter: looks.cases, onFilter: (filter) => onLooks({ ...looks, cases: filter }) })}
        </section>
      ) : null}
      <footer class="dm-foot">
        <span>{score.notice}</span>
        {score.study ? <span>study {score.study.slice(0, 8)}</span> : null}
      </footer>
    </article>
  );
}

/** The looked-at reader's figures, or those of all; undefined while nothing is read. */
function chosenFigures(figures: readonly StudyFigures[], { condition, reader }: StudyLooks): StudyFigures | undefined {
  const read = figures.filter((f) => f.answered > 0);
  const under = read.filter((f) => f.condition === (condition ?? read[0]?.condition));
  const among = under.length > 0 ? under : read;
  return (reader === undefined ? undefined : among.find((f) => f.reader === reader)) ?? among.find((f) => f.reader === null) ?? among[0];
}

interface ChosenProps {
  score: StudyScore;
  conditions: readonly StudyCondition[];
  chosen: StudyFigures;
}

function Choices({ score, conditions, chosen, onLooks }: ChosenProps & { onLooks(change: Partial<StudyLooks>): void }) {
  const readers = readersOf(score).filter((reader) => score.figures.some((f) => f.reader === reader && f.answered > 0));
  if (conditions.length < 2 && readers.length < 2) return null;
  // A reader may be called anything: places stand for names.
  const names = [null, ...readers];
  return (
    <div class="dm-choices">
      {conditions.length > 1 ? (
        <Segments
          name="condition"
          legend="Read"
          value={chosen.condition}
          choices={conditions.map((c) => [c, CONDITION_NAMES[c]])}
          onChoice={(condition) => onLooks({ condition })}
        />
      ) : null}
      {readers.length > 1 ? (
        <Segments
          name="reader"
          legend="Reader"
          value={String(names.indexOf(chosen.reader))}
          choices={names.map((name, i) => [String(i), name ?? 'All'])}
          onChoice={(place) => onLooks({ reader: names[Number(place)] })}
        />
      ) : null}
    </div>
  );
}

function Figures({ score, conditions, chosen }: ChosenProps) {
  const { figures, agreement, power, paired } = score;
  const own = figures.filter((f) => f.answered > 0).map((f) => f.accuracy.of);
  const under = figures.filter((f) => f.condition === chosen.condition);
  const twin = figures.find((f) => f.reader === chosen.reader && f.condition !== chosen.condition);
  return (
    <div class="dm-study-panels">
      <Panel title="Right, by reader">
        <AccuracyFigure figures={figures} conditions={conditions} chosen={chosen} />
      </Panel>
      {paired.length > 0 ? (
        <Panel title="Words alone against words with picture">
          <PairedFigure score={score} reader={chosen.reader} />
        </Panel>
      ) : null}
      <Panel title="What was called what" of={chosen}>
        <CallsFigure figures={chosen} />
      </Panel>
      <Panel title="Where readers were right" of={chosen}>
        <GroupsFigure figures={chosen} />
      </Panel>
      <Panel title="ROC curves">
        <RocFigure figures={under} chosen={chosen} twin={twin} />
      </Panel>
      {agreement.some(({ all, pairs }) => all || pairs.length > 0) ? (
        <Panel title="Agreement of readers">
          <AgreementFigure agreement={agreement} />
        </Panel>
      ) : null}
      {figures.some((f) => f.timed > 0) ? (
        <Panel title="Time a case">
          <TimeFigure figures={figures} conditions={conditions} />
        </Panel>
      ) : null}
      <Panel title="What a number of answers can show">
        <PowerTable power={power} own={own} />
      </Panel>
    </div>
  );
}

/** A figure under its title; `of`: whose figures it shows. */
function Panel({ title, of, children }: { title: string; of?: StudyFigures; children: ComponentChildren }) {
  return (
    <section class="dm-figure" aria-label={title}>
      <header>
        <h3>{title}</h3>
        {of ? <span class="dm-quiet">{of.reader ?? 'all readers'}</span> : null}
      </header>
      {children}
    </section>
  );
}

function Lines({ kind, label, lines }: { kind: string; label: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <ul class={`dm-lines ${kind}`} aria-label={label}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
