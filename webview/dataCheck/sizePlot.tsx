/** Sizes of all views as dots, width across and height up: crops and thumbnails lie apart from the rest. */
import type { Tally } from '../../src/protocol/dataCheck';

const [WIDTH, HEIGHT] = [190, 120];
/** Films have hundreds of sizes; the most frequent are drawn. */
const MOST = 500;

export function SizePlot({ sizes }: { sizes: readonly Tally[] }) {
  const dots = sizes.slice(0, MOST).flatMap(({ name, views }) => {
    const [width, height] = name.split(' x ').map(Number);
    return width > 0 && height > 0 ? [{ name, views, width, height }] : [];
  });
  if (dots.length === 0) return null;
  const [right, top] = [Math.max(...dots.map((d) => d.width)), Math.max(...dots.map((d) => d.height))];
  const most = Math.max(...dots.map((d) => d.views));
  const pixels = [...dots].sort((a, b) => a.width * a.height - b.width * b.height);
  const words =
    dots.length === 1
      ? `All are ${dots[0].name} pixels`
      : `${sizes.length} sizes, ${pixels[0].name} to ${pixels[pixels.length - 1].name} pixels`;
  return (
    <figure class="figure sizes">
      <h2>Sizes</h2>
      <svg viewBox={`-7 -7 ${WIDTH + 14} ${HEIGHT + 14}`} role="img" aria-label={words}>
        <path class="axes" d={`M0 0V${HEIGHT}H${WIDTH}`} />
        {dots.map((d) => (
          <circle key={d.name} cx={(WIDTH * d.width) / right} cy={HEIGHT - (HEIGHT * d.height) / top} r={2 + 4 * Math.sqrt(d.views / most)}>
            <title>{`${d.views} of ${d.name}`}</title>
          </circle>
        ))}
      </svg>
      <figcaption class="quiet">{words}</figcaption>
    </figure>
  );
}
