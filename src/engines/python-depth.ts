import type { Tree, TreeCursor } from 'web-tree-sitter';

/**
 * True if the tree has nodes more than `limit` levels below its root. Stepping from a node to its parent costs time in proportion
 * to its depth, so that one hostile line could stall every check that looks outwards.
 */
export function isDeeperThan(limit: number, tree: Tree): boolean {
  const cursor = tree.walk();
  try {
    let depth = 0;
    while (depth <= limit) {
      // No level takes less than a character, so that a short node has no room for what is missing: most of the tree is not entered.
      const hasRoom = cursor.endIndex - cursor.startIndex >= limit - depth;
      const step = hasRoom && cursor.gotoFirstChild() ? 1 : stepOn(cursor);
      if (step === undefined) return false;
      depth += step;
    }
    return true;
  } finally {
    cursor.delete();
  }
}

/** Moves on to the next node that is not below this one; gives the change in depth, or undefined at the end of the tree. */
function stepOn(cursor: TreeCursor): number | undefined {
  let change = 0;
  while (!cursor.gotoNextSibling()) {
    if (!cursor.gotoParent()) return undefined;
    change -= 1;
  }
  return change;
}
