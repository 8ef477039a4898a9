/** One case: its words, in the picture condition its view beside them, and the two questions. */
import { useEffect } from 'preact/hooks';
import { AnswerBar } from './answerBar';
import { CaseView } from './caseView';
import { currentItem, type OpenStudy, type Session } from './session';
import type { StudyEvent } from './step';
import { UnitWords } from './unitWords';

export interface Outlines {
  shown: readonly boolean[];
  pointed?: number;
  onToggle(unit: number): void;
  onPoint(unit: number | undefined): void;
}

interface Props {
  session: Session;
  study: OpenStudy;
  outlines: Outlines;
  send(event: StudyEvent): void;
}

export function CaseScreen({ session, study, outlines, send }: Props) {
  const item = currentItem(session);
  // A case begins with its number read out.
  useEffect(() => document.getElementById('case-name')?.focus(), [session.position]);
  if (!item) return null;
  const words = study.cases[item.case] ?? [];
  const withPicture = item.condition === 'picture';
  const picture = withPicture ? session.pictures[item.case] : undefined;
  const failure = withPicture ? session.pictureFailures[item.case] : undefined;
  if (withPicture && !picture)
    return (
      <main class="case waiting">
        {failure ? (
          <div class="failures" role="alert">
            <p>
              <span>
                <b>The picture of this case could not be read.</b> {failure}
              </span>
              <button type="button" onClick={() => send({ type: 'reloadPicture' })}>
                Try again
              </button>
            </p>
          </div>
        ) : (
          <p class="quiet">Reading the picture…</p>
        )}
      </main>
    );
  return (
    <>
      <main class={picture ? 'case with-picture' : 'case'}>
        <section class="said" aria-label="Words of the units, the most influential first">
          <p class="quiet">What the network’s most influential units show, the strongest first:</p>
          <UnitWords words={words} outlined={picture ? outlines : undefined} />
        </section>
        {picture ? (
          <CaseView
            caseId={item.case}
            picture={picture}
            shown={outlines.shown}
            pointed={outlines.pointed}
            onBroken={(message) => send({ type: 'pictureBroken', case: item.case, message })}
          />
        ) : null}
      </main>
      <AnswerBar session={session} send={send} />
    </>
  );
}
