/** The sample's table of features beside the images: one that knows something of malignancy, others that know nothing, and gaps. */
import { hashSeed, type Random, seededRandom } from '../statistics/random';
import { planCase } from './plan';

export const FEATURES_FILE = 'features.csv';

/** The risk score of malignant cases lies this many deviations above the others': an AUC of 0.80 between cases, by the score alone. */
const RISK_SHIFT = 1.2;
/** Shares of cases without the value. */
const MISSING = { risk: 0.08, bmi: 0.12, smoking: 0.15 };
const SMOKING = ['never', 'former', 'current'];

/**
 * The table as CSV, a line a case. The risk score is drawn around 0, for malignant cases around 1.2, with deviation 1; age, body mass index
 * and smoking are independent of everything. Drawn with the seed, apart from the pictures: a larger table begins with the smaller one.
 */
export function featuresCsv(cases: number, seed: number): string {
  const lines = Array.from({ length: cases }, (_, index) => {
    const plan = planCase(index, seed);
    const random = seededRandom(hashSeed(`${seed} features ${index}`));
    const risk = normal(random) + (plan.group === 'cancers' ? RISK_SHIFT : 0);
    const bmi = 27 + 4.5 * normal(random);
    const smoking = SMOKING[Math.floor(random() * SMOKING.length)];
    const cells = [
      random() < MISSING.risk ? '' : risk.toFixed(2),
      String(plan.age),
      random() < MISSING.bmi ? 'NA' : bmi.toFixed(1),
      random() < MISSING.smoking ? '' : smoking,
    ];
    return `${plan.id},${cells.join(',')}\n`;
  });
  return `case,risk_score,age,bmi,smoking\n${lines.join('')}`;
}

/** Standard normal, by Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
