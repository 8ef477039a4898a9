/** The description of a phenomenon: free words with completion, a combobox as the ARIA practices describe it. */
import { useState } from 'preact/hooks';
import { CATEGORIES } from '../shared/wording';
import { type Completion, matching } from './completion';

interface Props {
  id: string;
  value: string;
  completions: readonly Completion[];
  gap?: string;
  onType(text: string): void;
  onTake(completion: Completion): void;
}

export function DescribeField({ id, value, completions, gap, onType, onTake }: Props) {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const offers = open ? matching(completions, value) : [];
  const shown = offers.length > 0;
  const close = () => {
    setOpen(false);
    setChosen(-1);
  };
  const take = (completion: Completion) => {
    onTake(completion);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!shown) return setOpen(true);
      // The place before the first is the field itself.
      const places = offers.length + 1;
      setChosen(((chosen + 1 + step + places) % places) - 1);
    } else if (event.key === 'Enter' && shown && chosen >= 0) {
      event.preventDefault();
      take(offers[chosen]);
    } else if (event.key === 'Escape' && shown) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  return (
    <div class="describe">
      <input
        id={id}
        type="text"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={`${id}-offers`}
        aria-activedescendant={shown && chosen >= 0 ? `${id}-offer-${chosen}` : undefined}
        autocomplete="off"
        maxLength={2000}
        placeholder="e.g. edge of mass with circumscribed margins"
        value={value}
        aria-invalid={gap ? 'true' : undefined}
        aria-describedby={gap ? `${id}-gap` : undefined}
        onInput={(e) => {
          setOpen(true);
          setChosen(-1);
          onType(e.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <div id={`${id}-offers`} class="offers" role="listbox" aria-label="Words to complete it with" hidden={!shown}>
        {offers.map((offer, i) => (
          <div
            key={offer.text}
            id={`${id}-offer-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === chosen}
            // Before the field loses the focus, which closes the list.
            onPointerDown={(e) => {
              e.preventDefault();
              take(offer);
            }}
          >
            <span>{offer.text}</span>
            <span class="quiet">{[offer.category && CATEGORIES[offer.category], offer.source].filter(Boolean).join(' · ')}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
