/** The report's index: filters and orders the cards; the choice stands in the address, so that the way back from a view finds it again. */
import { matches, type Wanted } from './filter';

const form = document.querySelector<HTMLFormElement>('#filters')!;
const list = document.querySelector<HTMLOListElement>('#cards')!;
const shown = document.querySelector<HTMLElement>('#shown')!;
const cards = [...list.children] as HTMLLIElement[];

function wanted(): Wanted {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== '')) as Wanted;
}

function show(): void {
  const { sort, ...filter } = wanted();
  let count = 0;
  for (const card of cards) {
    const fits = matches(card.dataset, filter);
    card.hidden = !fits;
    count += Number(fits);
  }
  const score = (card: HTMLLIElement) => (JSON.parse(card.dataset.scores ?? '{}') as Record<string, number>)[sort ?? ''] ?? 0;
  list.replaceChildren(...(sort ? [...cards].sort((a, b) => score(b) - score(a)) : cards));
  shown.textContent =
    count === cards.length ? `${count} views` : count === 0 ? 'No view is like that.' : `${count} of ${cards.length} views`;
}

function restore(): void {
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLSelectElement || field instanceof HTMLInputElement) field.value = value;
  }
}

function remember(): void {
  const choice = new URLSearchParams(wanted() as Record<string, string>).toString();
  history.replaceState(null, '', choice ? `#${choice}` : location.pathname);
}

form.hidden = false;
restore();
show();
form.addEventListener('input', () => {
  show();
  remember();
});
form.addEventListener('reset', () => {
  // The fields are empty only after this event.
  setTimeout(() => {
    show();
    remember();
  });
});
form.addEventListener('submit', (event) => event.preventDefault());
