/** Facts of what the status bar says. */
import assert from 'node:assert/strict';
import { statusText, type WorkState, workLine } from '../../../src/host/workWords';

const training: WorkState = {
  title: 'Training run-001',
  stopping: false,
  progress: { stage: 'train', done: 42, total: 100, secondsLeft: 190 },
};
const waiting = (title: string): WorkState => ({
  title,
  stopping: false,
  progress: { stage: 'wait', done: 0, total: 0, waitingFor: 'Training run-001 in sample' },
});

describe('the words for work that goes on', () => {
  it('say how far it is and how long it takes still', () => {
    assert.equal(workLine(training), 'Training run-001 42 %, 3 min left');
    assert.equal(workLine({ title: 'Mining units', stopping: false }), 'Mining units');
  });

  it('say what it waits for, and that it stops', () => {
    assert.equal(workLine(waiting('Mining units')), 'Mining units waits for Training run-001 in sample');
    assert.equal(workLine({ ...training, stopping: true }), 'Training run-001 is stopping …');
  });

  it('are those of the work that does not wait, and count the rest', () => {
    assert.equal(statusText([]), undefined);
    assert.equal(statusText([training]), '$(sync~spin) Training run-001 42 %, 3 min left');
    assert.equal(statusText([training, waiting('Mining units')]), '$(sync~spin) Training run-001 42 %, 3 min left (+1 waiting)');
    const explaining: WorkState = { title: 'Explaining a view', stopping: false };
    assert.equal(statusText([training, explaining, waiting('Mining units')]), '$(sync~spin) Explaining a view (+1, +1 waiting)');
  });

  it('are those of the first that waits, where another window works', () => {
    const text = statusText([waiting('Mining units'), waiting('Evaluating')]);
    assert.equal(text, '$(watch) Mining units waits for Training run-001 in sample (+1 waiting)');
  });
});
