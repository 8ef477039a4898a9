/** The view of a case, each unit's mask outlined in its colour, its number beside it. */
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { scaledPlacement, upsample } from '../../src/protocol/segmentation';
import type { StudyPicture } from '../../src/protocol/study';
import { outlineLayer, paintLayer } from '../shared/overlay';
import { unitColor, unitRgb } from './unitColors';

interface Props {
  caseId: string;
  picture: StudyPicture;
  shown: readonly boolean[];
  /** Drawn above the others, and thicker. */
  pointed?: number;
  /** The picture's bytes are none. */
  onBroken(message: string): void;
}

export function CaseView({ caseId, picture, shown, pointed, onBroken }: Props) {
  const { view, placement, units } = picture;
  const { pictureWidth: width, pictureHeight: height } = view;
  const canvas = useRef<HTMLCanvasElement>(null);
  const maps = useMemo(() => {
    const at = scaledPlacement(placement, width / view.width);
    return units.map(({ map }) => {
      try {
        return upsample(map, at, width, height);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    });
  }, [picture]);
  const broken = maps.find((map) => typeof map === 'string');
  useEffect(() => {
    if (broken) onBroken(`A unit’s map cannot be read: ${broken}`);
  }, [broken]);

  // In the same frame as the list beside it says what is shown.
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, width, height);
    const last = [...units.keys()].sort((a, b) => Number(a === pointed) - Number(b === pointed));
    for (const unit of last) {
      const map = maps[unit];
      if (typeof map === 'string' || !(shown[unit] || unit === pointed)) continue;
      const line = Math.max(2, Math.round(width / 260)) + (unit === pointed ? 2 : 0);
      paintLayer(context, outlineLayer(map, width, units[unit].maskThreshold, unitRgb(unit), line), width, height);
      writeNumber(context, map, units[unit].maskThreshold, unit);
    }
  }, [maps, shown, pointed]);

  const count = shown.filter(Boolean).length;
  return (
    <figure class="case-view" style={{ '--aspect': view.width / view.height, aspectRatio: `${view.width} / ${view.height}` }}>
      <img
        key={caseId}
        src={view.picture}
        alt={`Mammogram of this case; ${count === 0 ? 'no place is outlined' : `places outlined where ${count} of ${units.length} units respond`}.`}
        draggable={false}
        decoding="sync"
        onError={() => onBroken('Its bytes are no picture.')}
      />
      <canvas ref={canvas} width={width} height={height} />
    </figure>
  );
}

/**
 * The unit's number beside its outline, so that outlines are not told apart by colour alone and nothing within is covered: each unit's in a
 * direction of its own, since units often respond at the same place. Nothing where the mask is empty.
 */
function writeNumber(context: CanvasRenderingContext2D, map: Float32Array, threshold: number, unit: number): void {
  const { width, height } = context.canvas;
  const angle = Math.PI + (unit * 2 * Math.PI) / 7;
  const [across, down] = [Math.cos(angle), Math.sin(angle)];
  let farthest = -1;
  let distance = -Infinity;
  for (let i = 0; i < map.length; i++) {
    if (!(map[i] > threshold)) continue;
    const along = across * (i % width) + down * Math.floor(i / width);
    if (along > distance) [farthest, distance] = [i, along];
  }
  if (farthest < 0) return;
  const radius = Math.max(8, Math.round(width / 50));
  const within = (value: number, size: number) => Math.min(Math.max(value, radius), size - radius);
  const x = within((farthest % width) + across * 1.5 * radius, width);
  const y = within(Math.floor(farthest / width) + down * 1.5 * radius, height);
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = 'rgb(0 0 0 / 75%)';
  context.fill();
  context.fillStyle = unitColor(unit);
  context.font = `600 ${Math.round(radius * 1.4)}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(unit + 1), x, y + 1);
}
