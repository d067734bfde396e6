/** What changed between two lists of lines of the form `field value`. Pure. */

/**
 * Lines in the order of both lists, each with what became of it; equal ones are there once. By the longest common
 * subsequence; past `LARGEST` lines all old ones go and all new ones come, so that it stays quick.
 *
 * @returns {{change: 'same' | 'removed' | 'added', line: string}[]}
 */
export function difference(before, after) {
  if (before.length * after.length > LARGEST * LARGEST) {
    return [...before.map((line) => ({ change: 'removed', line })), ...after.map((line) => ({ change: 'added', line }))];
  }
  const lengths = table(before, after);
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ change: 'same', line: before[i++] });
      j++;
    } else if (i < before.length && (j === after.length || lengths[i + 1][j] >= lengths[i][j + 1])) {
      lines.push({ change: 'removed', line: before[i++] });
    } else {
      lines.push({ change: 'added', line: after[j++] });
    }
  }
  return lines;
}

const LARGEST = 400;

function table(before, after) {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i][j] =
        before[i] === after[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}
