/** Reads a DDSM .OVERLAY: the findings of one view, outlined and described by a radiologist. */
import type { Finding, Lesion, Outline, Pathology } from '../../protocol/finding';
import type { Problem } from '../../protocol/problem';
import { chainToOutline, clampOutline } from './chain';
import { readLesion } from './lesion';

export { chainToOutline, outlineToChain } from './chain';
export { writeOverlay } from './overlayText';

export interface ParsedOverlay {
  findings: Finding[];
  /**
   * Warnings for what was mended or kept as it is. An error means that a finding is lost: such a view must not be used, or its lesion would
   * pass for normal tissue.
   */
  problems: Problem[];
}

/**
 * Reads the text of an overlay. With the view's `size` in pixels, outlines that leave it are moved inside. Outlines come as polygons in view
 * pixels; keywords outside the lexicon are kept. Never throws: every oddity is one of the problems, with its line.
 */
export function parseOverlay(text: string, file: string, size?: { width: number; height: number }): ParsedOverlay {
  return new OverlayParser(text, file, size).parse();
}

const PATHOLOGIES: Record<string, Pathology> = {
  MALIGNANT: 'malignant',
  BENIGN: 'benign',
  BENIGN_WITHOUT_CALLBACK: 'benign_without_callback',
  UNPROVEN: 'unproven',
};

/** A finding while its lines come in. */
interface Draft {
  line: number;
  lesions: Lesion[];
  assessment?: number;
  subtlety?: number;
  pathology?: Pathology;
  outlinesSaid?: number;
  boundary?: Outline;
  cores: Outline[];
}

class OverlayParser {
  private readonly lines: string[];
  private readonly problems: Problem[] = [];
  private readonly drafts: Draft[] = [];
  private at = 0;
  private abnormalitiesSaid?: number;

  constructor(
    text: string,
    private readonly file: string,
    private readonly size?: { width: number; height: number },
  ) {
    this.lines = text.split(/\r\n|\n|\r/);
  }

  parse(): ParsedOverlay {
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at].trim();
      if (line !== '') this.readLine(line);
    }
    if (this.abnormalitiesSaid === undefined)
      this.warn('ddsm.overlay.count', 'no TOTAL_ABNORMALITIES', 'their number in the first line', this.drafts.length > 0 ? 1 : undefined);
    else if (this.drafts.length < this.abnormalitiesSaid)
      this.error('ddsm.overlay.incomplete', `${this.drafts.length} abnormalities`, `${this.abnormalitiesSaid} as its first line says`);
    else if (this.drafts.length > this.abnormalitiesSaid)
      this.warn('ddsm.overlay.count', `${this.drafts.length} abnormalities`, `${this.abnormalitiesSaid} as its first line says`);
    else if (this.drafts.length === 0)
      this.warn('ddsm.overlay.empty', 'an overlay without abnormalities', 'at least one; a view without any has no overlay');
    const findings = this.drafts.map((draft, i) => this.finish(draft, i + 1)).filter((f) => f !== undefined);
    return { findings, problems: this.problems };
  }

  private readLine(line: string): void {
    const [word, ...rest] = line.split(/\s+/);
    const keyword = word.toUpperCase();
    if (keyword === 'TOTAL_ABNORMALITIES') this.abnormalitiesSaid = this.number(keyword, rest[0], 0, 999);
    else if (keyword === 'ABNORMALITY') this.drafts.push({ line: this.at + 1, lesions: [], cores: [] });
    else if (this.drafts.length === 0)
      this.warn('ddsm.overlay.line', `"${short(line)}" before the first ABNORMALITY`, 'ABNORMALITY first', this.at + 1);
    else this.readField(this.drafts[this.drafts.length - 1], keyword, rest, line);
  }

  private readField(draft: Draft, keyword: string, rest: string[], line: string): void {
    switch (keyword) {
      case 'LESION_TYPE':
        draft.lesions.push(readLesion(rest, (found, expected) => this.warn('ddsm.overlay.keyword', found, expected, this.at + 1)));
        break;
      case 'ASSESSMENT':
        draft.assessment = this.number(keyword, rest[0], 0, 5);
        break;
      case 'SUBTLETY':
        draft.subtlety = this.number(keyword, rest[0], 1, 5);
        break;
      case 'PATHOLOGY':
        draft.pathology = this.pathology(rest.join('_').toUpperCase());
        break;
      case 'TOTAL_OUTLINES':
        draft.outlinesSaid = this.number(keyword, rest[0], 1, 999);
        break;
      case 'BOUNDARY': {
        const outline = this.readChain(rest);
        if (draft.boundary && outline)
          this.warn('ddsm.overlay.outlines', 'a second BOUNDARY of one abnormality', 'one; it is taken as a CORE', this.at + 1);
        if (draft.boundary && outline) draft.cores.push(outline);
        else draft.boundary = outline;
        break;
      }
      case 'CORE': {
        const outline = this.readChain(rest);
        if (outline) draft.cores.push(outline);
        break;
      }
      default:
        this.warn('ddsm.overlay.line', `"${short(line)}"`, 'a keyword of the overlay format', this.at + 1);
    }
  }

  /** Reads from here to the `#`, normally all of the next line. Leaves `at` at the chain's last line. */
  private readChain(rest: string[]): Outline | undefined {
    const start = this.at;
    const words = [...rest];
    while (!words.some((w) => w.includes('#')) && this.at + 1 < this.lines.length && /^\s*[\d#-]/.test(this.lines[this.at + 1])) {
      this.at++;
      words.push(...this.lines[this.at].split(/\s+/).filter((w) => w !== ''));
    }
    const line = Math.min(start + 2, this.lines.length);
    const end = words.findIndex((w) => w.includes('#'));
    const numbers = (end < 0 ? words : [...words.slice(0, end), words[end].replace(/#.*$/, '')]).filter((w) => w !== '').map(Number);
    const [column, row, ...digits] = numbers;
    if (end < 0) this.error('ddsm.overlay.chain', 'a chain without its closing #', 'a whole chain: the file may be cut off', line);
    else if (numbers.length < 2 || !Number.isInteger(column) || !Number.isInteger(row))
      this.error('ddsm.overlay.chain', `"${short(words.join(' '))}"`, 'a start column and row, then digits', line);
    else if (digits.some((d) => !(Number.isInteger(d) && d >= 0 && d <= 7)))
      this.error(
        'ddsm.overlay.chain',
        `${digits.find((d) => !(Number.isInteger(d) && d >= 0 && d <= 7))} among the digits`,
        'digits 0-7',
        line,
      );
    else return this.insideView(chainToOutline(column, row, digits), line);
    return undefined;
  }

  private insideView(outline: Outline, line: number): Outline | undefined {
    if (!this.size) return outline;
    const { width, height } = this.size;
    const moved = clampOutline(outline, width, height);
    if (moved.outside === 0) return outline;
    const inside = outline.some((x, i) => i % 2 === 0 && x >= 0 && x < width && outline[i + 1] >= 0 && outline[i + 1] < height);
    if (!inside) {
      this.error('ddsm.overlay.outside', `an outline outside the ${width} x ${height} view`, 'an outline in the view', line);
      return undefined;
    }
    this.warn(
      'ddsm.overlay.leaves',
      `an outline that leaves the ${width} x ${height} view by ${moved.outside} pixels`,
      'an outline inside the view; it is moved to the border',
      line,
    );
    return moved.outline;
  }

  private finish(draft: Draft, id: number): Finding | undefined {
    if (!draft.boundary) {
      // A broken chain has been reported already; the finding is lost either way.
      this.error('ddsm.overlay.boundary', `abnormality ${id} without an outline`, 'a BOUNDARY', draft.line);
      return undefined;
    }
    const outlines = 1 + draft.cores.length;
    if (draft.outlinesSaid !== undefined && draft.outlinesSaid !== outlines)
      this.warn('ddsm.overlay.outlines', `${outlines} outlines of abnormality ${id}`, `${draft.outlinesSaid} as it says`, draft.line);
    if (draft.lesions.length === 0)
      this.warn('ddsm.overlay.lesion', `abnormality ${id} without a LESION_TYPE`, 'MASS, CALCIFICATION or OTHER', draft.line);
    if (draft.pathology === undefined)
      this.warn('ddsm.overlay.pathology', `abnormality ${id} without a PATHOLOGY`, 'one; it counts as unproven', draft.line);
    const { lesions, assessment, subtlety, boundary, cores } = draft;
    return { id, lesions, assessment, subtlety, pathology: draft.pathology ?? 'unproven', boundary, cores };
  }

  private pathology(word: string): Pathology | undefined {
    if (word === '') return undefined;
    if (!PATHOLOGIES[word])
      this.warn(
        'ddsm.overlay.pathology',
        `PATHOLOGY ${word}`,
        `${Object.keys(PATHOLOGIES).join(', ')}; it counts as unproven`,
        this.at + 1,
      );
    return PATHOLOGIES[word] ?? 'unproven';
  }

  private number(keyword: string, word: string | undefined, low: number, high: number): number | undefined {
    const value = Number(word);
    if (word !== undefined && Number.isInteger(value) && value >= low && value <= high) return value;
    this.warn('ddsm.overlay.number', `${keyword} ${word ?? '(blank)'}`, `a whole number from ${low} to ${high}`, this.at + 1);
    return undefined;
  }

  private warn(code: string, found: string, expected: string, line?: number): void {
    const remedy = 'It is used as it is; correct the overlay if you know better.';
    this.problems.push({ severity: 'warning', code, file: this.file, line, found, expected, remedy });
  }

  private error(code: string, found: string, expected: string, line?: number): void {
    const remedy = 'The view is left out, lest its lesion pass for normal tissue; restore the overlay from its source.';
    this.problems.push({ severity: 'error', code, file: this.file, line, found, expected, remedy });
  }
}

const short = (line: string) => (line.length > 60 ? `${line.slice(0, 57)}…` : line);
