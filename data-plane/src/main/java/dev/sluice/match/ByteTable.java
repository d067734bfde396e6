package dev.sluice.match;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A persistent map from byte strings: a hash array mapped trie, 32 ways wide. A changed table shares all but one branch
 * with the one before; a lookup compares bytes in place, without allocation.
 *
 * <p>The caller hashes, so that it can hash while it reads; equal keys must come with equal hashes. Keys of equal hash are
 * chained and compared byte by byte: a collision costs time of its own keys only.
 *
 * @param <V> what is found
 */
final class ByteTable<V> {
    private static final int BITS = 5;
    private static final int MASK = 31;
    private static final ByteTable<?> EMPTY = new ByteTable<>(null, 0);

    /** A branch: {@code slots} has one leaf or node for each bit that is set. */
    private static final class Node {
        final int bitmap;
        final Object[] slots;

        Node(int bitmap, Object[] slots) {
            this.bitmap = bitmap;
            this.slots = slots;
        }
    }

    /** One entry, and further ones whose keys have the same hash. */
    private static final class Leaf {
        final int hash;
        final byte[] key;
        final Object value;
        final @Nullable Leaf next;

        Leaf(int hash, byte[] key, Object value, @Nullable Leaf next) {
            this.hash = hash;
            this.key = key;
            this.value = value;
            this.next = next;
        }
    }

    private final @Nullable Node root;
    private final int size;

    private ByteTable(@Nullable Node root, int size) {
        this.root = root;
        this.size = size;
    }

    @SuppressWarnings("unchecked") // holds nothing
    static <V> ByteTable<V> empty() {
        return (ByteTable<V>) EMPTY;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return root == null;
    }

    @SuppressWarnings("unchecked") // only V is put in
    @Nullable
    V get(byte[] bytes, int start, int end, int hash) {
        Node node = root;
        for (int shift = 0; node != null; shift += BITS) {
            int bit = 1 << (hash >>> shift & MASK);
            if ((node.bitmap & bit) == 0) {
                return null;
            }
            Object slot = node.slots[Integer.bitCount(node.bitmap & bit - 1)];
            if (slot instanceof Leaf leaf) {
                return (V) find(leaf, bytes, start, end, hash);
            }
            node = (Node) slot;
        }
        return null;
    }

    private static @Nullable Object find(Leaf first, byte[] bytes, int start, int end, int hash) {
        for (Leaf leaf = first; leaf != null; leaf = leaf.next) {
            if (leaf.hash == hash && Arrays.equals(leaf.key, 0, leaf.key.length, bytes, start, end)) {
                return leaf.value;
            }
        }
        return null;
    }

    /** This table with {@code key} leading to {@code value}; keeps the array. */
    ByteTable<V> plus(byte[] key, int hash, V value) {
        boolean known = get(key, 0, key.length, hash) != null;
        Leaf leaf = new Leaf(hash, key, value, null);
        return new ByteTable<>(root == null ? branch(leaf, 0) : plus(root, leaf, 0), known ? size : size + 1);
    }

    private static Node branch(Leaf leaf, int shift) {
        return new Node(1 << (leaf.hash >>> shift & MASK), new Object[] {leaf});
    }

    private static Node plus(Node node, Leaf leaf, int shift) {
        int bit = 1 << (leaf.hash >>> shift & MASK);
        int place = Integer.bitCount(node.bitmap & bit - 1);
        if ((node.bitmap & bit) == 0) {
            return new Node(node.bitmap | bit, inserted(node.slots, place, leaf));
        }
        Object[] slots = node.slots.clone();
        slots[place] = node.slots[place] instanceof Leaf there
                ? join(there, leaf, shift + BITS)
                : plus((Node) node.slots[place], leaf, shift + BITS);
        return new Node(node.bitmap, slots);
    }

    /** A leaf chain or a branch that holds both. */
    private static Object join(Leaf there, Leaf leaf, int shift) {
        if (there.hash == leaf.hash) {
            return new Leaf(leaf.hash, leaf.key, leaf.value, without(there, leaf.key));
        }
        return plus(branch(there, shift), leaf, shift);
    }

    /** This table without {@code key}. */
    ByteTable<V> minus(byte[] key, int hash) {
        if (root == null || get(key, 0, key.length, hash) == null) {
            return this;
        }
        Object rest = minus(root, key, hash, 0);
        if (rest == null) {
            return empty();
        }
        return new ByteTable<>(rest instanceof Leaf leaf ? branch(leaf, 0) : (Node) rest, size - 1);
    }

    /** What is left of a node: null, its only leaf chain, or a node. */
    private static @Nullable Object minus(Node node, byte[] key, int hash, int shift) {
        int bit = 1 << (hash >>> shift & MASK);
        int place = Integer.bitCount(node.bitmap & bit - 1);
        Object rest = node.slots[place] instanceof Leaf leaf
                ? without(leaf, key)
                : minus((Node) node.slots[place], key, hash, shift + BITS);
        if (rest == null) {
            return shrunk(node, bit, place);
        }
        if (node.slots.length == 1 && rest instanceof Leaf) {
            return rest;
        }
        Object[] slots = node.slots.clone();
        slots[place] = rest;
        return new Node(node.bitmap, slots);
    }

    private static @Nullable Object shrunk(Node node, int bit, int place) {
        if (node.slots.length == 1) {
            return null;
        }
        if (node.slots.length == 2 && node.slots[1 - place] instanceof Leaf leaf) {
            return leaf;
        }
        return new Node(node.bitmap & ~bit, removed(node.slots, place));
    }

    private static @Nullable Leaf without(@Nullable Leaf chain, byte[] key) {
        if (chain == null) {
            return null;
        }
        return Arrays.equals(chain.key, key)
                ? chain.next
                : new Leaf(chain.hash, chain.key, chain.value, without(chain.next, key));
    }

    private static Object[] inserted(Object[] slots, int place, Object slot) {
        Object[] more = new Object[slots.length + 1];
        System.arraycopy(slots, 0, more, 0, place);
        more[place] = slot;
        System.arraycopy(slots, place, more, place + 1, slots.length - place);
        return more;
    }

    private static Object[] removed(Object[] slots, int place) {
        Object[] less = new Object[slots.length - 1];
        System.arraycopy(slots, 0, less, 0, place);
        System.arraycopy(slots, place + 1, less, place, less.length - place);
        return less;
    }

    /** Every value, in no particular order. */
    void forEach(Consumer<? super V> action) {
        if (root != null) {
            forEach(root, action);
        }
    }

    @SuppressWarnings("unchecked") // only V is put in
    private static <V> void forEach(Node node, Consumer<? super V> action) {
        for (Object slot : node.slots) {
            if (slot instanceof Node below) {
                forEach(below, action);
                continue;
            }
            for (Leaf leaf = (Leaf) slot; leaf != null; leaf = leaf.next) {
                action.accept((V) leaf.value);
            }
        }
    }
}
