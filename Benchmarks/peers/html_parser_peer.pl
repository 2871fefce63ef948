# What a user could write with HTML::Parser: SITE OUT. The parser tells where an attribute's value stands.
use strict;
use warnings;
use File::Find;
use File::Path qw(make_path);
use HTML::Parser;

my ($site, $out) = @ARGV;
my @edits;
my $parser = HTML::Parser->new(
  api_version => 3,
  start_h => [sub {
    my ($name, $offset, $places) = @_;
    return unless $name eq 'a';
    # Four numbers for each attribute: where its name and its value stand in the tag.
    for (my $i = 2; $i + 3 < @$places; $i += 4) {
      my $attribute = lc substr($main::page, $offset + $places->[$i], $places->[$i + 1]);
      next unless $attribute eq 'href' && $places->[$i + 3];
      my ($start, $length) = ($offset + $places->[$i + 2], $places->[$i + 3]);
      my $value = substr($main::page, $start, $length);
      if ($value =~ /^["']/) { $start++; $length -= 2; $value = substr($value, 1, -1) }
      return if $value =~ /u1=/ || $value !~ m{^((https?:)?//click\.linksynergy\.com(/|\?|$)|/go/)}i;
      my $hash = index($value, '#');
      my $separator = $value =~ /&amp;/ ? '&amp;' : $value =~ /\?/ ? '&' : '?';
      push @edits, [$start + ($hash < 0 ? $length : $hash), $separator . 'u1=--CLICK-ID--'];
      return;
    }
  }, 'tagname, offset, tokenpos'],
);
$parser->utf8_mode(1);
our $page;
find({ no_chdir => 1, wanted => sub {
  my $target = $out . substr($File::Find::name, length $site);
  if (-d) { make_path($target); return }
  open my $file, '<:raw', $_ or die "$_: $!";
  local $/;
  $page = <$file>;
  @edits = ();
  $parser->parse($page);
  $parser->eof;
  substr($page, $_->[0], 0) = $_->[1] for reverse @edits;
  open my $copy, '>:raw', $target or die "$target: $!";
  print $copy $page;
} }, $site);
