/** Answers to one unit side by side: those of all experts for whoever decides, or an expert's own that do not know of each other. */
import type { Answer, Phenomenon } from '../../src/protocol/annotation';
import { ASSOCIATIONS, CATEGORIES, CONFIDENCES, plainTerm } from '../shared/wording';

interface Props {
  title: string;
  /** What the reader is to do about them. */
  words: string;
  answers: readonly Answer[];
  /** Absent where nothing is answered: the answers are there to be read. */
  onTake?(answer: Answer): void;
  onAdd?(phenomenon: Phenomenon): void;
}

export function StandingAnswers({ title, words, answers, onTake, onAdd }: Props) {
  return (
    <section class="standing" aria-label={title}>
      <h2>{title}</h2>
      <p class="quiet">{words}</p>
      <div class="standing-answers">
        {answers.map((answer) => (
          <article key={answer.id ?? answer.expert + answer.at} class="standing-answer">
            <header>
              <b>{answer.expert}</b> <time dateTime={answer.at}>{answer.at.slice(0, 16).replace('T', ' ')}</time>
            </header>
            {answer.recognizable ? (
              <ol>
                {answer.phenomena.map((phenomenon) => (
                  <li key={phenomenon.description}>
                    <span class="said">{phenomenon.description}</span>
                    <span class="facts">{factsOf(phenomenon)}</span>
                    {onAdd ? (
                      <button
                        type="button"
                        class="quiet-button"
                        aria-label={`Add “${phenomenon.description}”`}
                        onClick={() => onAdd(phenomenon)}
                      >
                        Add
                      </button>
                    ) : null}
                  </li>
                ))}
              </ol>
            ) : (
              <p>Nothing recognizable</p>
            )}
            {onTake ? (
              <button
                type="button"
                class="secondary take"
                aria-label={`Take this answer of ${answer.expert}`}
                onClick={() => onTake(answer)}
              >
                Take this answer
              </button>
            ) : null}
          </article>
        ))}
      </div>
    </section>
  );
}

function factsOf({ category, terms, association, confidence }: Phenomenon): string {
  const sure = CONFIDENCES.find((c) => c.value === confidence);
  return [
    category && CATEGORIES[category],
    terms.map(plainTerm).join(', '),
    ASSOCIATIONS.find((a) => a.value === association)?.text,
    sure && `${sure.text.toLowerCase()} confidence`,
  ]
    .filter(Boolean)
    .join(' · ');
}
