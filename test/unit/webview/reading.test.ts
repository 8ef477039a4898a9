/** Facts of reading a notebook output: whatever arrives becomes a page or a message. */
import { equal, match } from 'node:assert/strict';
import fc from 'fast-check';
import { readOutput as readExplanation } from '../../../notebook-renderers/explanation/reading';
import { readOutput as readUnits } from '../../../notebook-renderers/units/reading';
import { COMPARISON_MIME } from '../../../src/protocol/comparison';
import { EXPLANATION_MIME } from '../../../src/protocol/explanation';
import { encodeGrid } from '../../../src/protocol/grid';
import { UNIT_MIME } from '../../../src/protocol/mining';

const map = encodeGrid([0, 1, 2, 3], 2, 2);

/** The smallest mined unit that can be shown. */
function smallUnit(change: object = {}) {
  const patch = { viewId: 'v', label: 'benign', activation: 1, map, thumbnail: 't.jpg' };
  const unit = { unit: 'unit_0001', ranks: [], maxActivation: 1, maskThreshold: 0.2, patches: [patch] };
  return JSON.stringify({ version: 1, unit, thumbnails: { 't.jpg': 'data:image/jpeg;base64,AAAA' }, ...change });
}

const readOutput = (mime: string, json: string) => (mime === UNIT_MIME ? readUnits : readExplanation)(mime, json);

function detailOf(mime: string, json: string): string {
  const reading = readOutput(mime, json);
  return reading.kind === 'unreadable' ? `${reading.problem.title}: ${reading.problem.detail} ${reading.problem.remedy}` : reading.kind;
}

describe('reading a notebook output', () => {
  it('takes a whole unit', () => equal(detailOf(UNIT_MIME, smallUnit()), 'unit'));

  it('tells a newer version from a damaged one', () => {
    match(detailOf(EXPLANATION_MIME, '{"version":3}'), /newer DeepMiner.*version 3.*Update the DeepMiner extension/);
    match(detailOf(EXPLANATION_MIME, '{"version":1,"viewId":7}'), /damaged.*viewId: found 7, expected text/);
    match(detailOf(EXPLANATION_MIME, '{"version'), /not JSON/);
    match(detailOf(EXPLANATION_MIME, 'null'), /Found version none, expected version 2/);
  });

  it('takes a comparison of two explanations alone', () => {
    match(detailOf(COMPARISON_MIME, '{"version":1,"of":"views","explanations":[]}'), /explanations: found 0 explanations, expected two/);
    match(detailOf(COMPARISON_MIME, '{"version":1,"of":"views","explanations":[{},{}]}'), /explanations\[0\]\.viewId: found nothing/);
  });

  it('names the map whose bytes do not fit its size', () => {
    const short = { ...map, width: 3 };
    const patch = { viewId: 'v', label: 'benign', activation: 1, map: short, thumbnail: 't.jpg' };
    const unit = { unit: 'unit_0001', ranks: [], maxActivation: 1, maskThreshold: 0.2, patches: [patch] };
    match(detailOf(UNIT_MIME, smallUnit({ unit })), /unit\.patches\[0\]\.map\.data: found 4 bytes, expected 3 x 2 = 6/);
  });

  it('fetches no picture from elsewhere', () => {
    match(detailOf(UNIT_MIME, smallUnit({ thumbnails: { 't.jpg': 'https://example.org/x.png' } })), /expected a picture as data/);
  });

  it('never throws, whatever JSON it is given', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(UNIT_MIME, EXPLANATION_MIME, COMPARISON_MIME, 'text/plain'), (json, mime) => {
        equal(readOutput(mime, json).kind, 'unreadable');
      }),
    );
  });
});
