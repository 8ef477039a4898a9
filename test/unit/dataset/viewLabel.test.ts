/** The class of a finding, a view and a case, in mammography and in any other task. */
import assert from 'node:assert/strict';
import { caseLabel, findingLabel, labelOrder, viewLabel } from '../../../src/dataset/viewLabel';
import type { Finding, Pathology } from '../../../src/protocol/finding';

const finding = (pathology: Pathology, className?: string): Pick<Finding, 'pathology' | 'className'> => ({ pathology, className });
const shown = (...findings: ReturnType<typeof finding>[]) => ({ findings });

describe('the class of a view', () => {
  it('of mammograms is the worst of its findings, unproven before benign, normal without any', () => {
    assert.equal(viewLabel(shown()), 'normal');
    assert.equal(viewLabel(shown(finding('benign_without_callback'))), 'benign');
    assert.equal(viewLabel(shown(finding('benign'), finding('unproven'))), 'unproven');
    assert.equal(viewLabel(shown(finding('benign'), finding('unproven'), finding('malignant'))), 'malignant');
  });

  it('is its own where the data set states one, whatever its findings', () => {
    assert.equal(viewLabel({ className: 'cat', findings: [] }), 'cat');
    assert.equal(viewLabel({ className: 'benign', findings: [finding('malignant')] }), 'benign');
  });

  it('is that of its findings by the order of the classes, where they have classes of their own', () => {
    const effusion = finding('unproven', 'effusion');
    const nodule = finding('unproven', 'nodule');
    assert.equal(findingLabel(effusion), 'effusion');
    assert.equal(viewLabel(shown(effusion, nodule), labelOrder(['none', 'nodule', 'effusion'], 'none')), 'nodule');
    assert.equal(viewLabel(shown(nodule, effusion), labelOrder(['none', 'effusion', 'nodule'], 'none')), 'effusion');
    assert.equal(viewLabel(shown(nodule, finding('benign')), labelOrder(['normal', 'nodule', 'benign'])), 'benign');
  });

  it('without finding is the background class where no class is called normal', () => {
    assert.equal(viewLabel(shown(), labelOrder(['none', 'nodule'], 'none')), 'none');
    assert.equal(viewLabel(shown(), labelOrder(['none', 'nodule'], null)), 'normal');
    assert.equal(viewLabel(shown(), labelOrder(['none', 'normal'], 'none')), 'normal');
  });
});

describe('the class of a case', () => {
  const view = (className: string) => ({ className, findings: [] });

  it('is the healthy one only when all its views are', () => {
    const order = labelOrder(['none', 'nodule', 'effusion'], 'none');
    assert.equal(caseLabel([view('none'), view('effusion')], order), 'effusion');
    assert.equal(caseLabel([view('effusion'), view('nodule')], order), 'nodule');
    assert.equal(caseLabel([view('none'), view('none')], order), 'none');
    assert.equal(caseLabel([], order), 'none');
  });

  it('is one that nobody configured rather than healthy', () => {
    assert.equal(caseLabel([view('normal'), view('odd')], labelOrder(['normal', 'benign'])), 'odd');
  });
});
