/** Views of mirrors of DDSM, whose lossless JPEGs were converted to other formats, often to fewer bits and pixels. */
import { readImageHeader } from '../../images/read';
import { scaleOutline } from '../../pixels/contour';
import type { Finding } from '../../protocol/finding';
import type { Problem } from '../../protocol/problem';
import { oddity } from '../fault';

export interface Size {
  width: number;
  height: number;
}

/** How one view was changed. */
export interface Conversion {
  file: string;
  bits: number;
  /** Its width by that of the film as the .ics says. */
  scale: number;
}

/** A size that was made smaller is rounded to whole pixels, on both sides. */
const ROUNDING = 1;

/** Size and depth of a converted view. Throws ProblemError as readImageHeader. */
export async function readConverted(file: string): Promise<Size & { bits: number }> {
  const { width, height, bits } = await readImageHeader(file);
  return { width, height, bits };
}

/** Whether the view is the whole film in another size: both sides by the same factor. */
export function isScaled(view: Size, film: Size): boolean {
  const scale = view.width / film.width;
  return Math.abs(view.height - film.height * scale) <= ROUNDING * Math.max(1, scale);
}

/** Findings outlined on the film, in pixels of the view. */
export function scaleFindings(findings: readonly Finding[], film: Size, view: Size): Finding[] {
  return findings.map((finding) => ({
    ...finding,
    boundary: scaleOutline(finding.boundary, film, view),
    cores: finding.cores.map((core) => scaleOutline(core, film, view)),
  }));
}

/** What is said once of a data set: what the conversion cost, and that outlines were scaled. */
export function conversionProblems(root: string, all: readonly Conversion[]): Problem[] {
  if (all.length === 0) return [];
  const [least, most] = [Math.min(...all.map(({ bits }) => bits)), Math.max(...all.map(({ bits }) => bits))];
  const depth = least === most ? `${least} bits` : `${least} to ${most} bits`;
  const scaled = all.filter(({ scale }) => scale !== 1);
  return [
    oddity(
      'ddsm.converted',
      root,
      `${all.length} views as converted pictures of ${depth} (first: ${all[0].file})`,
      'the .LJPEG files of DDSM, whose values are the scanner’s',
      `They are used: grey values come from a robust window instead of optical density${least <= 8 ? ', and 8 bits have lost fine differences of density' : ''}.`,
    ),
    ...(scaled.length > 0
      ? [
          oddity(
            'ddsm.scaled',
            root,
            `${scaled.length} views in another size than the film's (first: ${scaled[0].file}, by ${Number(scaled[0].scale.toPrecision(3))})`,
            'the size that the .ics says',
            'Outlines and the size of a pixel are scaled with them.',
          ),
        ]
      : []),
  ];
}
