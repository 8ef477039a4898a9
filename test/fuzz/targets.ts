/** Every reader of files from outside, with whole files of its form, and what its results must hold. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { readAnswersText } from '../../src/annotation/exchange/read';
import { abnormalities } from '../../src/dataset/cbis/rows';
import { parseIcs } from '../../src/dataset/ddsm/ics';
import { parseOverlay } from '../../src/dataset/ddsm/overlay';
import { parseRois } from '../../src/dataset/inbreast/rois';
import { inbreastRows } from '../../src/dataset/inbreast/rows';
import { parseMiasTable } from '../../src/dataset/mias/table';
import { parseTable } from '../../src/dataset/table';
import { findingRows, imageRows } from '../../src/dataset/vindr/rows';
import { readDicom, readDicomHeader } from '../../src/images/dicom/read';
import type { Frame } from '../../src/images/frame';
import { MOST_PIXELS } from '../../src/images/limits';
import { decodeLosslessJpeg } from '../../src/images/ljpeg/decode';
import { readPgm } from '../../src/images/pgm';
import { decodeModel } from '../../src/network/decode';
import type { Problem } from '../../src/protocol/problem';
import { sourceOf } from '../../src/weights/bytes';
import { readWeightsFrom } from '../../src/weights/read';
import type { Target } from './fuzz';

const test = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const KB = 1024;

/** Files below a folder of the tests whose names fit. */
async function files(folder: string, name: RegExp): Promise<Uint8Array[]> {
  const found = (await readdir(path.join(test, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  assert.ok(found.length > 0, `no ${name} in ${folder}`);
  return Promise.all(found.map(async (file) => Uint8Array.from(await readFile(file))));
}

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const textOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** What is true of every image that is given out. */
function assertFrame({ width, height, bits, data, window }: Frame): void {
  assert.ok(Number.isInteger(width) && width > 0 && Number.isInteger(height) && height > 0, `${width} x ${height}`);
  assert.equal(data.length, width * height);
  assert.ok(bits >= 1 && bits <= 16, `${bits} bits`);
  for (let i = 0; i < data.length; i++) if (data[i] >= 2 ** bits) assert.fail(`value ${data[i]} of ${bits} bits`);
  if (window) assert.ok(window.every(Number.isFinite) && window[0] < window[1], `window ${window}`);
}

/** Every word about a file tells what to do. */
function assertProblems(problems: readonly Problem[]): void {
  for (const { found, expected, remedy } of problems) assert.ok(found && expected && remedy);
}

/** Pixels take at most 2 bytes each, and a file of few bytes has not many. */
const ofPixels = (most: number) => (length: number) => Math.min(2 * MOST_PIXELS, most * length + 256 * KB);
/** Text takes some copies of itself. */
const ofText = (length: number) => 64 * length + 256 * KB;

const ICS = `ics_version 1.0
filename B-3024-1
DATE_OF_STUDY 2 7 1995
PATIENT_AGE 42
FILM
FILM_TYPE REGULAR
DENSITY 4
DATE_DIGITIZED 7 22 1997
DIGITIZER LUMISYS LASER
SELECTED
LEFT_CC LINES 4696 PIXELS_PER_LINE 3024 BITS_PER_PIXEL 12 RESOLUTION 50 OVERLAY
LEFT_MLO LINES 4688 PIXELS_PER_LINE 3048 BITS_PER_PIXEL 12 RESOLUTION 50 OVERLAY
RIGHT_CC LINES 4624 PIXELS_PER_LINE 3056 BITS_PER_PIXEL 12 RESOLUTION 50 NON_OVERLAY
`;
const OVERLAY = `TOTAL_ABNORMALITIES 2
ABNORMALITY 1
LESION_TYPE MASS SHAPE IRREGULAR-ARCHITECTURAL_DISTORTION MARGINS SPICULATED
LESION_TYPE CALCIFICATION TYPE PLEOMORPHIC DISTRIBUTION CLUSTERED
ASSESSMENT 5
SUBTLETY 4
PATHOLOGY MALIGNANT
TOTAL_OUTLINES 2
BOUNDARY
1000 2000 2 2 4 4 6 6 0 0 #
\tCORE
1000 2000 2 4 6 0 #
ABNORMALITY 2
LESION_TYPE OTHER N/A
ASSESSMENT 3
SUBTLETY 2
PATHOLOGY BENIGN_WITHOUT_CALLBACK
TOTAL_OUTLINES 1
BOUNDARY
10 20 2 3 4 5 6 7 0 1 #
`;
const MIAS = `mdb001 G CIRC B 535 425 197
mdb003 D NORM
mdb059 F CIRC B *NOTE 3*
mdb132 F CIRC B 396 770 52
mdb132 F CIRC B 252 788 18
mdb184 F SPIC M 352 624 114
`;
const GRAYMAPS = [
  Buffer.concat([Buffer.from('P5\n# comment\n6 4 4095\n'), Buffer.alloc(48, 3)]),
  Buffer.concat([Buffer.from('P5 5 3 255\n'), Buffer.alloc(15, 200)]),
  Buffer.from(`P2\n4 3\n# comment\n1023\n${Array.from({ length: 12 }, (_, i) => i * 80).join(' ')}\n`),
].map((bytes) => Uint8Array.from(bytes));

/** The pixels of a binary graymap, read in the plainest way: the last bytes of the file. */
function plainPixels(bytes: Uint8Array, { data, bits }: Frame): void {
  if (bytes[1] !== 0x35) return;
  const header = /^P5(?:\s|#[^\n]*\n)+\d+(?:\s|#[^\n]*\n)+\d+(?:\s|#[^\n]*\n)+\d+\s/.exec(textOf(bytes));
  if (!header) return;
  const deep = bits > 8;
  for (let i = 0, at = header[0].length; i < data.length; i++, at += deep ? 2 : 1)
    if (data[i] !== (deep ? bytes[at] * 256 + bytes[at + 1] : bytes[at])) assert.fail(`pixel ${i} is ${data[i]}`);
}

const dicom = (name: string, seeds: RegExp, most: number): Target => ({
  name,
  seeds: () => files('fixtures/dicom', seeds),
  async run(bytes) {
    const header = readDicomHeader(bytes, 'a.dcm');
    const frame = await readDicom(bytes, 'a.dcm');
    assertFrame(frame);
    assert.deepEqual([frame.width, frame.height, frame.bits], [header.width, header.height, header.bits]);
  },
  mostBytes: ofPixels(most),
});

const table = (
  name: string,
  folder: string,
  file: RegExp,
  required: string[],
  rows: (parsed: ReturnType<typeof parseTable>, problems: Problem[]) => unknown,
): Target => ({
  name,
  seeds: () => files(folder, file),
  run(bytes) {
    const parsed = parseTable(textOf(bytes), 'a.csv', required);
    const problems: Problem[] = [];
    rows(parsed, problems);
    assertProblems([...parsed.problems, ...problems]);
  },
  mostBytes: ofText,
});

export const targets: readonly Target[] = [
  {
    name: 'ics',
    seeds: async () => [bytesOf(ICS)],
    run: (bytes) => assertProblems(parseIcs(textOf(bytes), 'a.ics').problems),
    mostBytes: ofText,
  },
  {
    name: 'overlay',
    seeds: async () => [bytesOf(OVERLAY)],
    run(bytes) {
      const size = { width: 3000, height: 4000 };
      const { findings, problems } = parseOverlay(textOf(bytes), 'a.OVERLAY', size);
      assertProblems(problems);
      for (const { boundary, cores } of findings)
        for (const outline of [boundary, ...cores])
          outline.forEach((value, i) => {
            if (!(value >= 0 && value < (i % 2 ? size.height : size.width))) assert.fail(`an outline at ${value}`);
          });
    },
    mostBytes: ofText,
  },
  {
    name: 'lossless jpeg',
    seeds: () => files('fixtures/ddsm', /\.LJPEG$/),
    run: (bytes) => assertFrame(decodeLosslessJpeg(bytes, 'a.LJPEG')),
    // A sample takes at least one bit in the file and two bytes in memory.
    mostBytes: ofPixels(16),
  },
  dicom(
    'dicom',
    /^(explicit|implicit|bigEndian|deflated|rle.*|signed\d+|window.*|bits.*|overlayBits|noPreamble.*|colour|frames|codedView|anonymous|jpegLossless12.predictor1|jpegLosslessFragments.*)\.dcm$/,
    1100,
  ),
  dicom('dicom jpeg-ls and jpeg 2000', /^(jpegLs|jpegLs16|jpegLsNear|jpegLsFragments|jpeg2000|jpeg2000Tiles|jpeg2000Signed)\.dcm$/, 1100),
  {
    name: 'graymap',
    seeds: async () => GRAYMAPS,
    run(bytes) {
      const frame = readPgm(bytes, 'a.pgm');
      assertFrame(frame);
      plainPixels(bytes, frame);
    },
    mostBytes: ofPixels(2),
  },
  {
    name: 'weights',
    seeds: () => files('unit/weights/fixtures', /\.(pth|tar)$/),
    run: (bytes) => readWeightsFrom(inMemory(bytes)),
    mostBytes: (length) => 1100 * length + 256 * KB,
  },
  {
    name: 'safetensors',
    seeds: async () => [
      safetensors(
        { w: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] }, b: { dtype: 'BF16', shape: [2], data_offsets: [24, 28] } },
        28,
      ),
    ],
    run: (bytes) => readWeightsFrom(inMemory(bytes)),
    mostBytes: (length) => 64 * length + 256 * KB,
  },
  {
    name: 'onnx',
    seeds: async () => {
      const packed = (await files('golden/networks', /(alexnet|resnet50)\.onnx\.gz$/)).map((bytes) => Uint8Array.from(gunzipSync(bytes)));
      return [...(await files('golden', /^torch_export\.onnx$/)), ...packed];
    },
    run: (bytes) => decodeModel(bytes, 'a.onnx'),
    mostBytes: (length) => 64 * length + 256 * KB,
  },
  table('csv of CBIS-DDSM', 'fixtures/cbis', /\.csv$/, ['patient_id'], abnormalities),
  table('csv of INbreast', 'fixtures/inbreast', /\.csv$/, ['File Name'], inbreastRows),
  table('csv of VinDr-Mammo', 'fixtures/vindr', /\.csv$/, ['study_id', 'image_id'], (parsed, problems) => {
    imageRows(parsed, problems);
    findingRows(parsed, problems);
  }),
  {
    name: 'xml of INbreast',
    seeds: () => files('fixtures/inbreast', /\.xml$/),
    run: (bytes) => assertProblems(parseRois(textOf(bytes), 'a.xml').problems),
    mostBytes: ofText,
  },
  {
    name: 'table of mini-MIAS',
    seeds: async () => [bytesOf(MIAS)],
    run(bytes) {
      const { table: films, problems } = parseMiasTable(textOf(bytes), 'Info.txt');
      assertProblems(problems);
      for (const { findings } of films.values())
        for (const { circle } of findings)
          if (circle && !(Object.values(circle).every(Number.isFinite) && circle.radius > 0)) assert.fail(`a circle of ${circle.radius}`);
    },
    mostBytes: ofText,
  },
  {
    name: 'answers',
    seeds: async () => [
      bytesOf('unit,expert,recognizable,description,association\nunit_0004,A,yes,spiculated mass,malignant\n'),
      bytesOf('{"unit_0004": "spiculated mass", "unit_0011": "calcified vessel"}'),
    ],
    run: (bytes) => readAnswersText(textOf(bytes), 'a.csv'),
    mostBytes: ofText,
  },
];

function inMemory(bytes: Uint8Array): ReturnType<typeof sourceOf> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return sourceOf('a.pth', bytes.length, async (target, offset, length, position) =>
    whole.copy(target, offset, position, position + length),
  );
}

function safetensors(header: object, dataBytes: number): Uint8Array {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Uint8Array.from(Buffer.concat([length, json, Buffer.alloc(dataBytes, 1)]));
}
