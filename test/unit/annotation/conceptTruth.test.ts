import assert from 'node:assert/strict';
import { conceptTruth } from '../../../src/annotation/conceptTruth';
import type { View } from '../../../src/dataset/model';
import type { Finding } from '../../../src/protocol/finding';

const finding = (pathology: Finding['pathology'], ...lesions: Finding['lesions']): Finding => ({
  id: 1,
  lesions,
  pathology,
  boundary: [0, 0, 1, 0, 1, 1],
  cores: [],
});
const views = [
  {
    findings: [
      finding('malignant', { kind: 'mass', shape: ['IRREGULAR'], margins: ['SPICULATED'] }),
      finding('malignant', { kind: 'mass', shape: ['OVAL'], margins: ['SPICULATED'] }),
      finding('benign', { kind: 'mass', shape: ['OVAL'], margins: ['CIRCUMSCRIBED'] }),
      finding('benign_without_callback', { kind: 'mass', shape: ['OVAL'] }),
      finding('unproven', { kind: 'calcification', type: ['AMORPHOUS'] }),
      finding('benign', { kind: 'calcification', type: ['LUCENT_CENTERED'] }),
    ],
  },
] as unknown as View[];

describe('what is known of a concept', () => {
  it('is the pathology that most findings have whose report carries the word, in any spelling', () => {
    assert.deepEqual(conceptTruth('SPICULATED', views).association, 'malignant');
    assert.deepEqual(conceptTruth('spiculated', views), conceptTruth('SPICULATED', views));
    assert.equal(conceptTruth('OVAL', views).association, 'benign');
    assert.equal(conceptTruth('lucent centre', views).association, 'unsure');
    assert.equal(conceptTruth('lucent-center', views).association, 'benign');
  });

  it('is normal of tissue that no report names, and unsure of anything else without a proven finding', () => {
    assert.deepEqual(
      [conceptTruth('SKIN_LINE', views).category, conceptTruth('SKIN_LINE', views).association],
      ['normal tissue', 'normal'],
    );
    assert.equal(conceptTruth('AMORPHOUS', views).association, 'unsure');
    assert.equal(conceptTruth('ROUND', views).association, 'unsure');
    assert.deepEqual([conceptTruth('dog ear', views).category, conceptTruth('dog ear', views).association], ['other', 'unsure']);
  });

  it('are the words that reports use of the same lesion', () => {
    assert.deepEqual([...conceptTruth('SPICULATED', views).beside!].sort(), ['IRREGULAR', 'OVAL', 'SPICULATED']);
    assert.equal(conceptTruth('dog ear', views).beside!.size, 0);
  });
});
