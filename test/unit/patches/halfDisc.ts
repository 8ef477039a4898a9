/** Small views for tests of patches. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rawLevel } from '../../../src/dataset/density';
import type { View } from '../../../src/dataset/model';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';

export const WIDTH = 120;
export const HEIGHT = 160;

/** A bright half-disc at the left on dark film, a finding in it. */
export async function writeView(dir: string, caseId: string, withFinding: boolean): Promise<View> {
  const file = path.join(dir, `${caseId}.LEFT_CC.LJPEG`);
  const data = new Uint16Array(WIDTH * HEIGHT);
  for (let i = 0; i < data.length; i++) {
    const inside = Math.hypot(i % WIDTH, Math.floor(i / WIDTH) - 80) < 75;
    data[i] = rawLevel('lumisys', inside ? 2 - 0.4 * Math.sin(i * 0.37) : 3.3 + 0.02 * Math.sin(i * 1.7));
  }
  await writeFile(file, encodeLosslessJpeg({ width: WIDTH, height: HEIGHT, bits: 12, data }));
  const findings = withFinding
    ? [
        {
          id: 1,
          lesions: [{ kind: 'mass' as const }],
          pathology: 'malignant' as const,
          boundary: [20, 70, 40, 70, 40, 90, 20, 90],
          cores: [],
        },
      ]
    : [];
  return {
    id: `${caseId}.LEFT_CC`,
    caseId,
    laterality: 'LEFT',
    projection: 'CC',
    file,
    width: WIDTH,
    height: HEIGHT,
    bits: 12,
    scanner: 'lumisys',
    findings,
  };
}
