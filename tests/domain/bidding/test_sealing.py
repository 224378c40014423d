import base64
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bids.bidding.domain.sealing import (
    SEGMENT_BYTES,
    ReceiptStatement,
    SealBroken,
    SealedFor,
    StreamOpener,
    StreamSealer,
    UnknownKey,
    content_hash,
    key_id_of,
    keys_match,
    new_data_key,
    new_key_pair,
    new_salt,
    open_envelope,
    open_field,
    open_range,
    parse_keyring,
    plain_size,
    rewrap_private_key,
    seal_envelope,
    seal_field,
    sign_receipt,
    signing_keys,
    statement_bytes,
    unwrap_data_key,
    unwrap_private_key,
    verify_receipt,
    wrap_data_key,
    wrap_private_key,
)

STORED_SEGMENT = SEGMENT_BYTES + 16
HEADER = 4
TWO_AND_A_BIT = bytes(range(256)) * (2 * SEGMENT_BYTES // 256) + b"the end"
INFO = SealedFor(purpose="opening", ocid="ocds-x-1", stage="s", lot="", bid="b", kind="commercial", version=1)
STATEMENT = ReceiptStatement(
    ocid="ocds-x-1", stage="s", lot="", bid="b", version=3, specification_version="v2", sha256="0" * 64,
    received_at=datetime(2026, 6, 1, 10, 59, 59, 123000, tzinfo=UTC),
)  # fmt: skip


def _ring(*ids: str) -> str:
    return ",".join(f"{i}:{base64.b64encode(hashlib.sha256(i.encode()).digest()).decode()}" for i in ids)


def _segments(stored: bytes) -> list[bytes]:
    return [stored[start : start + STORED_SEGMENT] for start in range(HEADER, len(stored), STORED_SEGMENT)]


# ---- segments


@pytest.mark.parametrize("size", [0, 1, SEGMENT_BYTES - 1, SEGMENT_BYTES, SEGMENT_BYTES + 1, 2 * SEGMENT_BYTES])
def test_stream_gives_back_what_was_fed(size: int) -> None:
    plain = TWO_AND_A_BIT[:size]
    sealer = StreamSealer()

    stored = b"".join(sealer.feed(plain[start : start + 99_991]) for start in range(0, size, 99_991)) + sealer.finish()

    opener = StreamOpener(sealer.key)
    opened = b"".join(opener.feed(stored[start : start + 70_001]) for start in range(0, len(stored), 70_001))
    assert opened + opener.finish() == plain
    assert plain_size(len(stored)) == size


def test_stream_does_not_depend_on_how_bytes_arrive() -> None:
    assert len(seal_envelope(TWO_AND_A_BIT).ciphertext) == HEADER + len(TWO_AND_A_BIT) + 3 * 16


def test_every_file_has_its_own_key() -> None:
    assert seal_envelope(b"same").key != seal_envelope(b"same").key


def test_stream_is_not_fed_after_its_end() -> None:
    sealer = StreamSealer()
    sealer.finish()

    with pytest.raises(ValueError, match="has been finished"):
        sealer.feed(b"more")


@pytest.mark.parametrize("keep", [0, 3, HEADER, HEADER + 15, HEADER + STORED_SEGMENT, HEADER + 2 * STORED_SEGMENT, -1])
def test_a_cut_file_is_refused(keep: int) -> None:
    sealed = seal_envelope(TWO_AND_A_BIT)

    with pytest.raises(SealBroken):
        open_envelope(sealed.ciphertext[:keep], key=sealed.key)


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (0, 0, 1, 2), (0, 2), (1, 2), (0, 1, 2, 2)], ids=str)
def test_moved_repeated_or_missing_segments_are_refused(order: tuple[int, ...]) -> None:
    sealed = seal_envelope(TWO_AND_A_BIT)
    segments = _segments(sealed.ciphertext)

    with pytest.raises(SealBroken):
        open_envelope(sealed.ciphertext[:HEADER] + b"".join(segments[i] for i in order), key=sealed.key)


def test_a_segment_of_another_file_is_refused() -> None:
    sealed, other = seal_envelope(TWO_AND_A_BIT), seal_envelope(TWO_AND_A_BIT)
    mixed = _segments(sealed.ciphertext)
    mixed[1] = _segments(other.ciphertext)[1]

    with pytest.raises(SealBroken):
        open_envelope(sealed.ciphertext[:HEADER] + b"".join(mixed), key=sealed.key)


def test_another_files_key_is_refused() -> None:
    with pytest.raises(SealBroken):
        open_envelope(seal_envelope(b"mine").ciphertext, key=seal_envelope(b"mine").key)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_changed_bit_is_refused(data: st.DataObject) -> None:
    sealed = seal_envelope(b"a price of 123,456.78")
    place = data.draw(st.integers(0, len(sealed.ciphertext) - 1))
    changed = bytearray(sealed.ciphertext)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(SealBroken):
        open_envelope(bytes(changed), key=sealed.key)


@pytest.mark.parametrize(
    ("start", "length", "segments_read"),
    [
        (0, 0, 0),
        (0, 10, 1),
        (SEGMENT_BYTES - 5, 10, 2),
        (SEGMENT_BYTES, SEGMENT_BYTES, 1),
        (2 * SEGMENT_BYTES, 7, 1),
        (0, len(TWO_AND_A_BIT), 3),
    ],
)
def test_range_reads_only_the_segments_it_needs(start: int, length: int, segments_read: int) -> None:
    sealed = seal_envelope(TWO_AND_A_BIT)
    reads: list[int] = []

    def read(offset: int, size: int) -> bytes:
        reads.append(size)
        return sealed.ciphertext[offset : offset + size]

    opened = open_range(sealed.key, stored_size=len(sealed.ciphertext), start=start, length=length, read=read)

    assert b"".join(opened) == TWO_AND_A_BIT[start : start + length]
    assert len(reads) == segments_read


def test_range_outside_the_file_is_refused() -> None:
    sealed = seal_envelope(b"short")

    with pytest.raises(ValueError, match="must not be above the file's 5 bytes"):
        list(open_range(sealed.key, stored_size=len(sealed.ciphertext), start=3, length=3, read=lambda _, __: b""))


def test_range_at_the_end_of_a_cut_file_is_refused() -> None:
    sealed = seal_envelope(TWO_AND_A_BIT)
    cut = sealed.ciphertext[: HEADER + 2 * STORED_SEGMENT]

    with pytest.raises(SealBroken):
        list(
            open_range(
                sealed.key, stored_size=len(cut), start=SEGMENT_BYTES, length=5, read=lambda at, n: cut[at : at + n]
            )
        )


@pytest.mark.parametrize("size", [0, 3, HEADER, HEADER + 15, HEADER + STORED_SEGMENT + 15])
def test_a_size_no_sealed_file_has_is_refused(size: int) -> None:
    with pytest.raises(SealBroken):
        plain_size(size)


# ---- fields


def test_field_opens_only_in_its_own_place() -> None:
    key = new_data_key()
    sealed = seal_field(b"42", key=key, context=b"bid 1, price, 7")

    assert open_field(sealed, key=key, context=b"bid 1, price, 7") == b"42"
    for other_key, context in [(key, b"bid 2, price, 7"), (new_data_key(), b"bid 1, price, 7")]:
        with pytest.raises(SealBroken):
            open_field(sealed, key=other_key, context=context)


def test_same_field_sealed_twice_looks_different() -> None:
    key = new_data_key()

    assert seal_field(b"42", key=key, context=b"") != seal_field(b"42", key=key, context=b"")


@pytest.mark.parametrize("stored", [b"", b"OPF1", b"OPF1short", b"something else altogether, long enough"])
def test_what_is_no_field_is_refused(stored: bytes) -> None:
    with pytest.raises(SealBroken):
        open_field(stored, key=new_data_key(), context=b"")


# ---- keys


def test_data_key_opens_for_its_recipient_and_purpose_only() -> None:
    pair, data_key = new_key_pair(), new_data_key()
    wrapped = wrap_data_key(data_key, public_key=pair.public, info=INFO.info())

    assert len(wrapped) == 80
    assert unwrap_data_key(wrapped, private_key=pair.private, info=INFO.info()) == data_key
    with pytest.raises(SealBroken):
        unwrap_data_key(wrapped, private_key=new_key_pair().private, info=INFO.info())
    with pytest.raises(SealBroken):
        unwrap_data_key(wrapped[:-1], private_key=pair.private, info=INFO.info())
    with pytest.raises(SealBroken):
        unwrap_data_key(b"", private_key=pair.private, info=INFO.info())


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "bidder"}, {"ocid": "ocds-x-2"}, {"stage": "t"}, {"lot": "1"}, {"bid": "c"}, {"kind": "quality"},
        {"version": 2},
    ],
    ids=str,
)  # fmt: skip
def test_data_key_does_not_open_with_other_info(change: dict[str, object]) -> None:
    pair = new_key_pair()
    wrapped = wrap_data_key(new_data_key(), public_key=pair.public, info=INFO.info())

    with pytest.raises(SealBroken):
        unwrap_data_key(wrapped, private_key=pair.private, info=replace(INFO, **change).info())


def test_info_of_two_purposes_never_reads_alike() -> None:
    assert replace(INFO, stage="a", bid="b,c").info() != replace(INFO, stage="a,b", bid="c").info()


def test_keys_match_tells_the_halves_apart() -> None:
    pair = new_key_pair()

    assert keys_match(pair.private, pair.public) is True
    assert keys_match(new_key_pair().private, pair.public) is False


def test_rotation_keeps_the_private_key_and_needs_the_old_key_once() -> None:
    private = new_key_pair().private
    old, both, new = parse_keyring(_ring("2025")), parse_keyring(_ring("2026", "2025")), parse_keyring(_ring("2026"))
    wrapped = wrap_private_key(old, private, context=b"opening")

    moved = rewrap_private_key(both, wrapped, context=b"opening")

    assert (key_id_of(wrapped), key_id_of(moved)) == ("2025", "2026")
    assert unwrap_private_key(new, moved, context=b"opening") == private
    assert rewrap_private_key(both, moved, context=b"opening") == moved
    with pytest.raises(UnknownKey, match="2025"):
        unwrap_private_key(new, wrapped, context=b"opening")


def test_wrapped_private_key_is_bound_to_its_context_and_key() -> None:
    ring = parse_keyring(_ring("a", "b"))
    wrapped = wrap_private_key(ring, new_key_pair().private, context=b"bidder 1")

    with pytest.raises(SealBroken):
        unwrap_private_key(ring, wrapped, context=b"bidder 2")
    with pytest.raises(SealBroken):
        unwrap_private_key(ring, wrapped.replace(b"\x01a", b"\x01b"), context=b"bidder 1")
    for broken in (wrapped[:-1], wrapped[:10], b"", b"OPK1", b"OPK1\x00"):
        with pytest.raises(SealBroken):
            unwrap_private_key(ring, broken, context=b"bidder 1")


def test_keys_read_from_the_database_may_be_views_of_bytes() -> None:
    ring, pair = parse_keyring(_ring("a")), new_key_pair()
    wrapped = memoryview(wrap_private_key(ring, pair.private, context=b""))
    data_key = new_data_key()
    sealed = memoryview(wrap_data_key(data_key, public_key=memoryview(pair.public), info=b""))

    assert unwrap_private_key(ring, wrapped, context=b"") == pair.private
    assert unwrap_data_key(sealed, private_key=pair.private, info=b"") == data_key


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "must be id:base64"),
        ("no-colon", "must be id:base64"),
        ("a b:AAAA", "must be id:base64"),
        ("a:!!!!", "must be base64"),
        ("a:AAAA", "3 bytes refused, must be 32"),
        (_ring("a", "a"), "stands twice"),
        (_ring("a") + ",", "must be id:base64"),
    ],
)
def test_keyring_refuses_what_it_cannot_use(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_keyring(text)


def test_no_secret_is_shown() -> None:
    ring, pair, sealed = parse_keyring(_ring("a")), new_key_pair(), seal_envelope(b"price")

    for shown, secret in [(repr(ring), ring.keys["a"]), (repr(pair), pair.private), (repr(sealed), sealed.key)]:
        assert repr(secret)[2:-1] not in shown
    with pytest.raises(ValueError, match="^data_key: 5 bytes refused, must be 32$"):
        wrap_data_key(b"12345", public_key=pair.public, info=b"")


# ---- hash and receipt


def test_content_hash_is_sha256_over_content_and_salt() -> None:
    salt = new_salt()

    assert content_hash(b"content", salt) == hashlib.sha256(b"content" + salt).hexdigest()
    with pytest.raises(ValueError, match="31 bytes refused"):
        content_hash(b"content", salt[:31])


def test_receipt_is_proved_by_the_public_key() -> None:
    keys = signing_keys(parse_keyring(_ring("new", "old")))
    public = {key_id: key.public for key_id, key in keys.items()}

    signature = sign_receipt(keys["new"], STATEMENT)

    verify_receipt(public, STATEMENT, signature)
    assert signature.split(":")[:2] == ["ed25519", "new"]
    with pytest.raises(UnknownKey):
        verify_receipt({"old": public["old"]}, STATEMENT, signature)


@pytest.mark.parametrize(
    "change",
    [{"bid": "x"}, {"version": 4}, {"sha256": "1" * 64}, {"received_at": datetime(2026, 6, 1, tzinfo=UTC)}],
)
def test_receipt_of_another_statement_is_refused(change: dict[str, object]) -> None:
    keys = signing_keys(parse_keyring(_ring("k")))
    signature = sign_receipt(keys["k"], STATEMENT)

    with pytest.raises(SealBroken):
        verify_receipt({"k": keys["k"].public}, replace(STATEMENT, **change), signature)


@pytest.mark.parametrize("signature", ["", "hmac:k:AAAA", "ed25519:k:!!", "ed25519:k:é", "ed25519:k:AAAA"])
def test_what_is_no_signature_is_refused(signature: str) -> None:
    keys = signing_keys(parse_keyring(_ring("k")))

    with pytest.raises(SealBroken):
        verify_receipt({"k": keys["k"].public}, STATEMENT, signature)


def test_statement_is_the_same_in_every_time_zone() -> None:
    elsewhere = STATEMENT.received_at.astimezone(timezone(timedelta(hours=1)))

    assert statement_bytes(replace(STATEMENT, received_at=elsewhere)) == statement_bytes(STATEMENT)
    with pytest.raises(ValueError, match="must bear a time zone"):
        statement_bytes(replace(STATEMENT, received_at=datetime(2026, 6, 1)))
