/** Reads one DDSM case: its .ics, the head of each view's pixel file, and the overlays. */
import path from 'node:path';
import { readBytes, readStart } from '../../images/bytes';
import { isLosslessJpeg, type LosslessJpegHeader, readLosslessJpegHeader } from '../../images/ljpeg/header';
import type { Finding } from '../../protocol/finding';
import { type Problem, ProblemError } from '../../protocol/problem';
import type { Case, View } from '../model';
import { type Conversion, isScaled, readConverted, scaleFindings } from './converted';
import type { CaseFiles, ViewName } from './folders';
import { type IcsView, parseIcs } from './ics';
import { parseOverlay } from './overlay';
import { scannerOf } from './scanner';

const VIEWS: readonly ViewName[] = ['LEFT_CC', 'LEFT_MLO', 'RIGHT_CC', 'RIGHT_MLO'];

/** The case with the views that can be used, and those of them that were converted; never throws for bad data, each fault is a problem. */
export async function readCase(files: CaseFiles): Promise<{ case: Case; problems: Problem[]; conversions: Conversion[] }> {
  const problems: Problem[] = [];
  const conversions: Conversion[] = [];
  const result: Case = { id: files.id, dir: files.dir, views: [] };
  try {
    const { ics, problems: odd } = parseIcs(text(await readBytes(files.ics)), files.ics);
    problems.push(...odd);
    if (ics.caseId && ics.caseId !== files.id)
      problems.push(
        warning(
          'ddsm.ics.name',
          files.ics,
          `case ${ics.caseId} in its filename line`,
          `${files.id}, as the file is called`,
          'The name of the file counts.',
        ),
      );
    result.age = ics.age;
    result.density = ics.density;
    const scanner = scannerOf(files.id, ics.digitizer);
    if (!scanner && [...files.pixels.values()].some((file) => /\.LJPEG(\.gz)?$/i.test(file)))
      problems.push(
        warning(
          'ddsm.scanner',
          files.ics,
          `DIGITIZER ${ics.digitizer ?? '(blank)'} for case ${files.id}`,
          'DBA or HOWTEK for A, LUMISYS for B and C, HOWTEK for D',
          'Grey values come from a robust window instead of optical density.',
        ),
      );
    problems.push(...absentViews(files, ics.views));
    for (const icsView of ics.views) {
      const name: ViewName = `${icsView.laterality}_${icsView.projection}`;
      const file = files.pixels.get(name);
      if (!file) continue;
      const read = await readView(files, icsView, name, file, problems);
      if (!read) continue;
      // The formula is one of the scanner's own values.
      result.views.push({ ...read.view, scanner: read.conversion ? undefined : scanner });
      if (read.conversion) conversions.push(read.conversion);
    }
  } catch (error) {
    problems.push(asProblem(error, files.ics));
  }
  return { case: result, problems, conversions };
}

/** Views that the .ics names but whose file is absent, views it does not name, and those of which there is nothing. */
function absentViews(files: CaseFiles, views: readonly IcsView[]): Problem[] {
  const named = new Set<string>(views.map((v) => `${v.laterality}_${v.projection}`));
  const remedy = 'The other views of the case are used; restore the file from its source to have this one too.';
  return VIEWS.flatMap((name) => {
    const file = files.pixels.get(name);
    if (named.has(name) && file) return [];
    if (file)
      return [
        warning(
          'ddsm.view.unlisted',
          file,
          `a ${name} view that the .ics does not name`,
          'a line with its size in the .ics',
          'Complete the .ics; until then the view is left out.',
        ),
      ];
    const absent = path.join(files.dir, `${files.id}.${name}.LJPEG`);
    return [
      warning(
        'ddsm.view.missing',
        absent,
        named.has(name) ? 'no such file, though the .ics names it' : `no ${name} view`,
        'four views a case',
        remedy,
      ),
    ];
  });
}

interface ReadView {
  view: View;
  conversion?: Conversion;
}

async function readView(files: CaseFiles, ics: IcsView, name: ViewName, file: string, problems: Problem[]): Promise<ReadView | undefined> {
  try {
    const start = await readStart(file);
    if (!isLosslessJpeg(start.bytes) && !/\.LJPEG(\.gz)?$/i.test(file)) return await readConvertedView(files, ics, name, file, problems);
    const header = await readHeader(file, start);
    const size = sizeOf(ics, header, file, name, problems);
    const findings = await readFindings(files, ics, name, size, problems);
    if (!findings) return undefined;
    const bits = Math.min(ics.bits ?? header.precision, header.precision);
    return { view: { ...named(files, ics, name), file, ...size, bits, microns: ics.microns, findings } };
  } catch (error) {
    problems.push(asProblem(error, file));
    return undefined;
  }
}

const named = ({ id }: CaseFiles, { laterality, projection }: IcsView, name: ViewName) => ({
  id: `${id}.${name}`,
  caseId: id,
  laterality,
  projection,
});

/** A picture made of the view, perhaps smaller: its outlines go with it. */
async function readConvertedView(
  files: CaseFiles,
  ics: IcsView,
  name: ViewName,
  file: string,
  problems: Problem[],
): Promise<ReadView | undefined> {
  const { width, height, bits } = await readConverted(file);
  const size = { width, height };
  const film = { width: ics.width ?? width, height: ics.height ?? height };
  if (!isScaled(size, film))
    throw new ProblemError({
      code: 'ddsm.size.disagrees',
      file,
      found: `${width} x ${height} pixels`,
      expected: `${film.width} x ${film.height} as the .ics says of ${name}, or the same shape smaller`,
      remedy: 'The picture was cut or turned, and outlines no longer fit it: restore it from its source. Until then the view is left out.',
    });
  const findings = await readFindings(files, ics, name, film, problems);
  if (!findings) return undefined;
  const scale = width / film.width;
  const microns = ics.microns && ics.microns / scale;
  const scaled = scale === 1 ? findings : scaleFindings(findings, film, size);
  return { view: { ...named(files, ics, name), file, ...size, bits, microns, findings: scaled }, conversion: { file, bits, scale } };
}

async function readHeader(file: string, start: { bytes: Uint8Array; whole: boolean }): Promise<LosslessJpegHeader> {
  try {
    return readLosslessJpegHeader(start.bytes, file);
  } catch (error) {
    // A long comment may push the frame header out of the first bytes.
    const cutOff = error instanceof ProblemError && error.problem.code === 'ddsm.ljpeg.truncated' && !start.whole;
    if (!cutOff) throw error;
    return readLosslessJpegHeader(await readBytes(file), file);
  }
}

/**
 * The size of the view. DDSM's headers sometimes say another width and height than the .ics: the samples are then one long row to be cut anew at
 * the width of the .ics, which works when the number of samples agrees.
 */
function sizeOf(
  ics: IcsView,
  header: LosslessJpegHeader,
  file: string,
  name: ViewName,
  problems: Problem[],
): { width: number; height: number } {
  const { width, height } = header;
  const said = { width: ics.width ?? width, height: ics.height ?? height };
  if (said.width === width && said.height === height) return said;
  const found = `${width} x ${height} in the .LJPEG header`;
  const expected = `${said.width} x ${said.height} as the .ics says of ${name}`;
  if (said.width * said.height !== width * height)
    throw new ProblemError({
      code: 'ddsm.size.disagrees',
      file,
      found,
      expected,
      remedy: 'One of the two files is not of this view: restore them from their source. Until then the view is left out.',
    });
  problems.push(warning('ddsm.size.reshaped', file, found, expected, 'The pixels are cut into rows as the .ics says.'));
  return said;
}

/** The view's findings; undefined when it cannot be used because they are not known. */
async function readFindings(
  files: CaseFiles,
  ics: IcsView,
  name: ViewName,
  size: { width: number; height: number },
  problems: Problem[],
): Promise<Finding[] | undefined> {
  const file = files.overlays.get(name);
  if (!file) {
    if (!ics.overlay) return [];
    problems.push({
      severity: 'error',
      code: 'ddsm.overlay.missing',
      file: path.join(files.dir, `${files.id}.${name}.OVERLAY`),
      found: 'no such file, though the .ics promises an overlay',
      expected: "the outlines of the view's findings",
      remedy: 'The view is left out, lest its lesion pass for normal tissue; restore the overlay from its source.',
    });
    return undefined;
  }
  if (ics.overlay === false)
    problems.push(
      warning(
        'ddsm.overlay.unlisted',
        file,
        `an overlay, though the .ics says NON_OVERLAY for ${name}`,
        'OVERLAY in the .ics',
        'The overlay is used.',
      ),
    );
  const parsed = parseOverlay(text(await readBytes(file)), file, size);
  problems.push(...parsed.problems);
  return parsed.problems.some((p) => p.severity === 'error') ? undefined : parsed.findings;
}

const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

function warning(code: string, file: string, found: string, expected: string, remedy: string): Problem {
  return { severity: 'warning', code, file, found, expected, remedy };
}

function asProblem(error: unknown, file: string): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    severity: 'error',
    code: 'ddsm.file.unreadable',
    file,
    found: error instanceof Error ? error.message : String(error),
    expected: 'a file that can be read',
    remedy: 'It is left out; look at the file and its permissions.',
  };
}
