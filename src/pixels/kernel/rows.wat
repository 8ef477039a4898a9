;; Rows of grey values weighed and resized, four 32-bit floats at a time. Addresses and strides are in bytes.
(module
  (memory (export "memory") 1)

  ;; sum[x] = the sum over k < taps of weights[k] x row first + k of a ring of `count` rows, from $from to $to, both multiples of 64.
  (func (export "weigh")
    (param $ring i32) (param $stride i32) (param $count i32) (param $first i32)
    (param $taps i32) (param $weights i32) (param $sum i32) (param $from i32) (param $to i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $w v128)
    (local $k i32) (local $row i32) (local $at i32)
    (block $done
      (loop $columns
        (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (local.get $a))
        (local.set $c (local.get $a))
        (local.set $d (local.get $a))
        (local.set $k (i32.const 0))
        (local.set $row (local.get $first))
        (loop $rows
          (local.set $at (i32.add (i32.add (local.get $ring) (i32.mul (local.get $row) (local.get $stride))) (local.get $from)))
          (local.set $w (v128.load32_splat (i32.add (local.get $weights) (i32.shl (local.get $k) (i32.const 2)))))
          (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $w) (v128.load (local.get $at)))))
          (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $w) (v128.load offset=16 (local.get $at)))))
          (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $w) (v128.load offset=32 (local.get $at)))))
          (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $w) (v128.load offset=48 (local.get $at)))))
          (local.set $row (i32.add (local.get $row) (i32.const 1)))
          (if (i32.eq (local.get $row) (local.get $count)) (then (local.set $row (i32.const 0))))
          (local.set $k (i32.add (local.get $k) (i32.const 1)))
          (br_if $rows (i32.lt_u (local.get $k) (local.get $taps))))
        (local.set $at (i32.add (local.get $sum) (local.get $from)))
        (v128.store (local.get $at) (local.get $a))
        (v128.store offset=16 (local.get $at) (local.get $b))
        (v128.store offset=32 (local.get $at) (local.get $c))
        (v128.store offset=48 (local.get $at) (local.get $d))
        (local.set $from (i32.add (local.get $from) (i32.const 64)))
        (br $columns))))

  ;; result[i] = the sum over k of weights[i][k] x row[starts[i] + k]. Weights fill `vectors` vectors of four an output, `outputs` is a multiple of four.
  (func (export "narrow")
    (param $row i32) (param $starts i32) (param $weights i32) (param $vectors i32) (param $result i32) (param $outputs i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $pa i32) (local $pb i32) (local $pc i32) (local $pd i32)
    (local $step i32) (local $end i32) (local $last i32)
    ;; Weights of one output, in bytes.
    (local.set $step (i32.shl (local.get $vectors) (i32.const 4)))
    (local.set $last (i32.add (local.get $result) (i32.shl (local.get $outputs) (i32.const 2))))
    (block $done
      (loop $four
        (br_if $done (i32.ge_u (local.get $result) (local.get $last)))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (local.get $a))
        (local.set $c (local.get $a))
        (local.set $d (local.get $a))
        (local.set $pa (i32.add (local.get $row) (i32.shl (i32.load (local.get $starts)) (i32.const 2))))
        (local.set $pb (i32.add (local.get $row) (i32.shl (i32.load offset=4 (local.get $starts)) (i32.const 2))))
        (local.set $pc (i32.add (local.get $row) (i32.shl (i32.load offset=8 (local.get $starts)) (i32.const 2))))
        (local.set $pd (i32.add (local.get $row) (i32.shl (i32.load offset=12 (local.get $starts)) (i32.const 2))))
        (local.set $end (i32.add (local.get $weights) (local.get $step)))
        (loop $taps
          (local.set $a (f32x4.add (local.get $a) (f32x4.mul (v128.load (local.get $pa)) (v128.load (local.get $weights)))))
          (local.set $b (f32x4.add (local.get $b) (f32x4.mul (v128.load (local.get $pb))
            (v128.load (i32.add (local.get $weights) (local.get $step))))))
          (local.set $c (f32x4.add (local.get $c) (f32x4.mul (v128.load (local.get $pc))
            (v128.load (i32.add (local.get $weights) (i32.shl (local.get $step) (i32.const 1)))))))
          (local.set $d (f32x4.add (local.get $d) (f32x4.mul (v128.load (local.get $pd))
            (v128.load (i32.add (local.get $weights) (i32.mul (local.get $step) (i32.const 3)))))))
          (local.set $pa (i32.add (local.get $pa) (i32.const 16)))
          (local.set $pb (i32.add (local.get $pb) (i32.const 16)))
          (local.set $pc (i32.add (local.get $pc) (i32.const 16)))
          (local.set $pd (i32.add (local.get $pd) (i32.const 16)))
          (local.set $weights (i32.add (local.get $weights) (i32.const 16)))
          (br_if $taps (i32.lt_u (local.get $weights) (local.get $end))))
        ;; The sums of each vector's lanes, side by side.
        (local.set $a (f32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
        (local.set $c (f32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
        (v128.store (local.get $result) (f32x4.add
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $c))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $c))))
        (local.set $weights (i32.add (local.get $weights) (i32.mul (local.get $step) (i32.const 3))))
        (local.set $starts (i32.add (local.get $starts) (i32.const 16)))
        (local.set $result (i32.add (local.get $result) (i32.const 16)))
        (br $four)))))
