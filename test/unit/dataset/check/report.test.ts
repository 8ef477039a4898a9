/** What a check finds: each kind of problem is provoked on a few small pictures, and nothing is found where nothing is wrong. */
import assert from 'node:assert/strict';
import { copyFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { lookedAt } from '../../../../src/dataset/check/keptLooks';
import { look } from '../../../../src/dataset/check/look';
import type { View } from '../../../../src/dataset/model';
import { checked, drawn, finding, HEIGHT, hospital, IN_BREAST, WIDTH, writePng, wrong } from './hospital';

const codes = (check: Awaited<ReturnType<typeof checked>>) => wrong(check).map((p) => p.code);

describe('check of a data set', () => {
  const { here, view } = hospital();

  it('finds nothing in views that have nothing wrong, and counts classes, sides and parts exactly', async () => {
    const views = await Promise.all(
      ['A', 'B', 'C'].flatMap((c, i) => [
        view(
          `${c}.LEFT_CC`,
          { seed: 10 * i },
          { laterality: 'LEFT', projection: 'CC', scanner: 'lumisys', microns: 50, findings: i === 0 ? [finding(IN_BREAST)] : [] },
        ),
        view(
          `${c}.RIGHT_CC`,
          { seed: 10 * i + 1, edge: 'right' },
          { laterality: 'RIGHT', projection: 'CC', microns: 50, className: i === 1 ? 'benign' : undefined },
        ),
      ]),
    );
    const check = await checked(views, {
      parts: new Map([
        ['A', 'train'],
        ['B', 'test'],
      ]),
    });
    assert.deepEqual(codes(check), []);
    assert.ok(check.views.every((v) => v.status === 'good'));
    const { counts } = check;
    assert.deepEqual([counts.cases, counts.views, counts.findings], [3, 6, 1]);
    assert.deepEqual(
      counts.classes.map((c) => [c.className, c.cases, c.views, c.findings, c.parts.train.views, c.parts.test.views]),
      [
        ['normal', 1, 4, 0, 1, 1],
        ['benign', 1, 1, 0, 0, 1],
        ['malignant', 1, 1, 1, 1, 0],
      ],
    );
    // Case C is in no part.
    assert.deepEqual([counts.parts.train.cases, counts.parts.holdout.cases, counts.parts.test.cases], [1, 0, 1]);
    assert.equal(check.views[4].part, undefined);
    assert.deepEqual(counts.sides, [
      { name: 'LEFT CC', views: 3 },
      { name: 'RIGHT CC', views: 3 },
    ]);
    assert.deepEqual(counts.scanners, [
      { name: 'lumisys', views: 3 },
      { name: 'unknown', views: 3 },
    ]);
    for (const tallies of [counts.sizes, counts.bits, counts.spacings, counts.formats])
      assert.equal(
        tallies.reduce((n, t) => n + t.views, 0),
        6,
      );
  });

  it('tells missing and broken files, with what is wrong, and a view that has neither picture nor greys', async () => {
    const gone = await view('A.LEFT_CC');
    const torn = await view('B.LEFT_CC', { seed: 2 });
    await truncate(torn.file, 900);
    const text = await view('C.LEFT_CC');
    await writeFile(text.file, 'no picture');
    const check = await checked([{ ...gone, file: `${gone.file}.gone` }, torn, text]);
    assert.deepEqual(
      wrong(check).map((p) => [p.kind, p.severity, p.views]),
      [
        ['missing', 'error', [0]],
        ['unreadable', 'error', [1]],
        ['unreadable', 'error', [2]],
      ],
    );
    assert.ok(check.views.every((v) => v.status === 'error' && v.greys === undefined && v.thumbnail === undefined));
  });

  it('finds the same pixels in another container and another depth of file: an error across cases, a warning within one', async () => {
    const first = await view('A.LEFT_CC', {}, { bits: 8 });
    const eight = Uint8Array.from(drawn(), (v) => v >> 4);
    await sharp(eight, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(first.file);
    const pgm = path.join(here.root, 'same.pgm');
    await writeFile(pgm, Buffer.concat([Buffer.from(`P5\n${WIDTH} ${HEIGHT}\n255\n`), eight]));
    const other: View = { ...first, id: 'B.RIGHT_MLO', caseId: 'B', file: pgm };
    const twice: View = { ...first, id: 'A.LEFT_MLO', file: path.join(here.root, 'A', 'copy.png') };
    await copyFile(first.file, twice.file);
    const check = await checked([first, other, twice]);
    assert.deepEqual(
      wrong(check).map((p) => [p.code, p.severity, p.views, p.file]),
      [
        ['view.doubled.cases', 'error', [2, 0], pgm],
        ['view.doubled', 'warning', [1, 0], twice.file],
      ],
    );
    assert.deepEqual(
      check.views.map((v) => v.status),
      ['error', 'warning', 'error'],
    );
    assert.deepEqual(
      check.views[0].problems.map((p) => check.problems[p].code),
      ['view.doubled.cases', 'view.doubled'],
    );
  });

  it('suspects pictures that are blank, out of range, cut at the wrong width, cut off at white, without a breast, or in colour', async () => {
    const blank = await view('A.LEFT_CC');
    await writePng(blank.file, new Uint16Array(WIDTH * HEIGHT).fill(700));
    const range = await view('B.LEFT_CC', { seed: 3 }, { bits: 10 });
    // As many pixels at another width: rows go on in the middle of others.
    const rows = await view('C.LEFT_CC', {}, { width: (WIDTH * 3) / 4, height: (HEIGHT * 4) / 3 });
    await writePng(
      rows.file,
      Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => 30 * (i % WIDTH) + Math.floor(i / WIDTH)),
    );
    const white = await view('D.LEFT_CC', { cutOff: 4095 });
    const empty = await view('E.LEFT_CC');
    await writePng(
      empty.file,
      Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 24) + 100),
    );
    const coloured = await view('F.LEFT_CC', {}, { bits: 8 });
    const breast = drawn();
    const rgb = Uint8Array.from({ length: 3 * WIDTH * HEIGHT }, (_, i) => (breast[Math.floor(i / 3)] > 1000 && i % 3 === 0 ? 255 : 1));
    await sharp(rgb, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .png()
      .toFile(coloured.file);
    const check = await checked([blank, range, rows, white, empty, coloured]);
    const of = (index: number) =>
      wrong(check)
        .filter((p) => p.views.includes(index))
        .map((p) => p.code);
    assert.deepEqual(of(0), ['image.frame.blank']);
    assert.deepEqual(of(1), ['image.frame.range']);
    assert.deepEqual(of(2), ['image.frame.rows']);
    assert.deepEqual(of(3), ['view.saturated']);
    assert.deepEqual(of(4), ['view.noTissue']);
    assert.ok(of(5).includes('view.coloured'), String(of(5)));
    assert.ok(wrong(check).every((p) => p.kind === 'suspect'));
  });

  it('finds findings outside the breast, beyond the image and outside it; a point in the breast is fine', async () => {
    const outside = [100, 5, 115, 5, 115, 20, 100, 20];
    const beyond = [10, 100, 60, 100, 60, HEIGHT + 30, 10, HEIGHT + 30];
    const away = [500, 500, 520, 500, 520, 520];
    const views = await Promise.all(
      [IN_BREAST, [30, 90], outside, beyond, away, []].map((boundary, i) =>
        view(`${'ABCDEF'[i]}.LEFT_CC`, { seed: i + 1 }, { findings: [finding(boundary)] }),
      ),
    );
    const check = await checked(views);
    assert.deepEqual(
      wrong(check)
        .map((p) => [p.views[0], p.code, p.severity])
        .sort(),
      [
        [2, 'finding.outsideTissue', 'warning'],
        [3, 'finding.beyond', 'warning'],
        [4, 'finding.outside', 'error'],
        [5, 'finding.noOutline', 'error'],
      ],
    );
  });

  it('names the mirrored view among those that agree, whichever way round the data set hangs its pictures, and none where sides say nothing', async () => {
    const hung = async (mirrored: boolean, turnedOver: number) =>
      Promise.all(
        Array.from({ length: 8 }, (_, i) => {
          const left = i % 2 === 0;
          const wanted = left !== mirrored;
          return view(
            `${'ABCDEFGH'[i]}${mirrored ? 'm' : ''}.CC`,
            { seed: i + 1, edge: wanted !== (i === turnedOver) ? 'left' : 'right' },
            { laterality: left ? 'LEFT' : 'RIGHT', projection: 'CC' },
          );
        }),
      );
    for (const mirrored of [false, true]) {
      assert.deepEqual(wrong(await checked(await hung(mirrored, -1))), []);
      const found = wrong(await checked(await hung(mirrored, 3)));
      assert.deepEqual(
        found.map((p) => [p.code, p.views]),
        [['view.side', [3]]],
      );
    }
    const allLeft = await Promise.all(
      Array.from({ length: 8 }, (_, i) => view(`L${i}.CC`, { seed: i + 1 }, { laterality: i % 2 ? 'LEFT' : 'RIGHT' })),
    );
    assert.deepEqual(wrong(await checked(allLeft)), []);
  });

  it('suspects a thumbnail among whole films, an odd spacing, and tells once that some views state none', async () => {
    const views = await Promise.all(
      Array.from({ length: 9 }, (_, i) =>
        view(`${'ABCDEFGHI'[i]}.LEFT_CC`, i === 4 ? { width: 40, height: 60 } : { seed: i + 1 }, {
          microns: i < 2 ? undefined : i === 7 ? 5000 : 50,
        }),
      ),
    );
    const found = wrong(await checked(views));
    assert.deepEqual(found.map((p) => [p.code, p.views]).sort(), [
      ['view.size', [4]],
      ['view.spacing', [7]],
      ['view.spacing.missing', [0, 1]],
    ]);
    const silent = views.map((v) => ({ ...v, microns: undefined })).slice(0, 4);
    assert.deepEqual(wrong(await checked(silent)), []);
  });

  it('files what readers report by kind, and gives an overlay’s problem to the view of the same name', async () => {
    const one = await view('A.LEFT_CC');
    const two = await view('A.RIGHT_CC', { seed: 4 });
    const report = (code: string, file: string, line?: number) => ({
      severity: 'warning' as const,
      code,
      file,
      line,
      found: 'x',
      expected: 'y',
      remedy: 'Z.',
    });
    const check = await checked([one, two], {
      problems: [
        report('ddsm.overlay.keyword', one.file.replace('.png', '.OVERLAY'), 7),
        report('ddsm.view.missing', '/elsewhere/A.LEFT_MLO.LJPEG'),
        report('cbis.row.duplicate', '/elsewhere/mass.csv', 12),
        report('folder.image.unreadable', '/elsewhere/x.png'),
      ],
    });
    assert.deepEqual(
      wrong(check).map((p) => [p.kind, p.views, p.line]),
      [
        ['missing', [], undefined],
        ['unreadable', [], undefined],
        ['doubled', [], 12],
        ['annotations', [0], 7],
      ],
    );
  });

  it('tells by name which identifying attributes files hold, once for all files alike, and never what they say', async () => {
    const views = await Promise.all(['A', 'B', 'C'].map((c, i) => view(`${c}.LEFT_CC`, { seed: i + 1 })));
    const { identifyingAttributes } = await import('../../../../src/dataset/check/privacy');
    const seen = views.map((v, index) => ({
      index,
      view: v,
      look: { dicom: { identifiers: ['PatientName', 'PatientID'], ...(index === 2 && { identityRemoved: true }) } },
    }));
    const found = identifyingAttributes(seen);
    assert.deepEqual(
      found.map((p) => [p.kind, p.views]),
      [['privacy', [0, 1]]],
    );
    assert.match(found[0].found, /^PatientID, PatientName in 2 files/);
  });

  it('tells classes that no view has, and those that a part lacks', async () => {
    const views = [await view('A.LEFT_CC', {}, { className: 'benign' }), await view('B.LEFT_CC', { seed: 2 })];
    const check = await checked(views, {
      parts: new Map([
        ['A', 'train'],
        ['B', 'test'],
      ]),
    });
    assert.deepEqual(
      check.problems.map((p) => p.code),
      ['class.absent', 'class.absent.test'],
    );
    assert.match(check.problems[0].found, /malignant/);
  });

  it('looks at a picture of 160 pixels at most, white where the tissue is dense', async () => {
    const { thumbnail, look: found } = await look(lookedAt(await view('A.LEFT_CC')));
    const { width, height, format } = await sharp(thumbnail).metadata();
    assert.deepEqual([width, height, format], [107, 160, 'jpeg']);
    assert.ok(found.facts!.tissue > 0.2 && found.facts!.tissue < 0.6, String(found.facts!.tissue));
    assert.equal(found.facts!.edge, 'left');
  });
});
