/** The page of one view in a report: draws the explanation that the page holds as JSON; how maps are drawn is remembered from page to page. */
import { render } from 'preact';
import { EXPLANATION_MIME } from '../../src/protocol/explanation';
import { adoptStyles } from '../../webview/shared/adoptStyles';
import { ExplanationPage } from '../explanation/explanationPage';
import { type Looks, readLooks } from '../explanation/looks';
import { readOutput } from '../explanation/reading';
import { STYLES } from '../explanation/styles';
import { UnreadableNote } from '../shared/unreadableNote';

const LOOKS = 'deepminer.looks';

adoptStyles(STYLES);

const place = document.getElementById('explanation')!;
const reading = readOutput(EXPLANATION_MIME, document.getElementById('data')?.textContent ?? '');
place.replaceChildren();
if (reading.kind === 'explanation')
  render(<ExplanationPage explanation={reading.explanation} looks={readLooks(kept())} onLooks={keep} />, place);
else if (reading.kind === 'unreadable') render(<UnreadableNote problem={reading.problem} />, place);

/** A browser that keeps nothing for files draws every page as usual. */
function kept(): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(LOOKS) ?? 'null');
  } catch {
    return undefined;
  }
}

function keep(looks: Looks): void {
  try {
    sessionStorage.setItem(LOOKS, JSON.stringify(looks));
  } catch {
    // As above: the page itself shows the choice all the same.
  }
}
