/** The findings that the sample draws, in the words of the lexicon: their pathology follows from the words, as a reader is taught. */
import type { Lesion } from '../protocol/finding';
import type { Random } from '../statistics/random';

export type FormName =
  | 'circumscribed mass'
  | 'coarse calcification'
  | 'lucent calcification'
  | 'vascular calcification'
  | 'ill-defined mass'
  | 'spiculated mass'
  | 'pleomorphic cluster';

export interface Form {
  name: FormName;
  malignant: boolean;
  /** Share among the findings of its pathology. */
  weight: number;
  /** BI-RADS assessments that readers give it. */
  assessments: readonly number[];
  /** Distance in pixels from its middle to its far end, smallest and largest. */
  reach: readonly [number, number];
}

export const forms: readonly Form[] = [
  { name: 'circumscribed mass', malignant: false, weight: 0.4, assessments: [2, 3, 3, 4], reach: [28, 54] },
  { name: 'coarse calcification', malignant: false, weight: 0.2, assessments: [2, 2, 3], reach: [18, 36] },
  { name: 'lucent calcification', malignant: false, weight: 0.2, assessments: [2, 2, 3], reach: [18, 36] },
  { name: 'vascular calcification', malignant: false, weight: 0.2, assessments: [2, 2, 2], reach: [60, 100] },
  { name: 'ill-defined mass', malignant: true, weight: 0.3, assessments: [4, 4, 5], reach: [32, 58] },
  { name: 'spiculated mass', malignant: true, weight: 0.4, assessments: [4, 5, 5], reach: [42, 68] },
  { name: 'pleomorphic cluster', malignant: true, weight: 0.3, assessments: [4, 4, 5], reach: [28, 50] },
];

/** The lesion's report; the same form may be round or oval. */
export function lesionOf(form: FormName, round: boolean): Lesion {
  switch (form) {
    case 'circumscribed mass':
      return { kind: 'mass', shape: [round ? 'ROUND' : 'OVAL'], margins: ['CIRCUMSCRIBED'] };
    case 'ill-defined mass':
      return { kind: 'mass', shape: ['IRREGULAR'], margins: ['ILL_DEFINED'] };
    case 'spiculated mass':
      return { kind: 'mass', shape: ['IRREGULAR'], margins: ['SPICULATED'] };
    case 'coarse calcification':
      return { kind: 'calcification', type: ['COARSE'] };
    case 'lucent calcification':
      return { kind: 'calcification', type: ['LUCENT_CENTER'] };
    case 'vascular calcification':
      return { kind: 'calcification', type: ['VASCULAR'], distribution: ['LINEAR'] };
    case 'pleomorphic cluster':
      return { kind: 'calcification', type: ['PLEOMORPHIC'], distribution: ['CLUSTERED'] };
  }
}

/** Draws a form of the pathology by its weight. */
export function drawForm(malignant: boolean, random: Random): Form {
  const choices = forms.filter((f) => f.malignant === malignant);
  let left = random() * choices.reduce((sum, f) => sum + f.weight, 0);
  for (const form of choices) {
    left -= form.weight;
    if (left < 0) return form;
  }
  return choices[choices.length - 1];
}
